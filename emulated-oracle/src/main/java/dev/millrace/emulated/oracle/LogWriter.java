package dev.millrace.emulated.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Gives out numbers and writes {@code V$LOGMNR_CONTENTS}, within the database transaction of the caller. The number is kept locked until that commits,
 * so whoever sees a number sees all that is logged up to it. Belongs to one thread.
 */
final class LogWriter {
    /** {@code SQL_REDO} holds no more; longer statements go on in the next row, see {@code CSF}. */
    private static final int REDO_LENGTH = 4000;

    /** Stands where the address of a row is not known. */
    static final String NO_ADDRESS = "AAAAAAAAAAAAAAAAAA";

    private final Connection connection;
    private final PreparedStatement number;
    private final PreparedStatement time;
    private final PreparedStatement entry;

    LogWriter(Connection connection) throws SQLException {
        this.connection = connection;
        number = connection.prepareStatement(
                "SELECT CURRENT_SCN FROM FINAL TABLE (UPDATE V$DATABASE SET CURRENT_SCN = CURRENT_SCN + 1)");
        time = connection.prepareStatement("INSERT INTO SCN_TIMES$ VALUES (?, CURRENT_TIMESTAMP)");
        entry = connection.prepareStatement(
                "INSERT INTO V$LOGMNR_CONTENTS (SCN, START_SCN, TIMESTAMP, XID, OPERATION, OPERATION_CODE, ROLLBACK, SEG_OWNER,"
                        + " TABLE_NAME, ROW_ID, SQL_REDO, CSF, INFO, DATA_OBJ#, DATA_OBJV#, DATA_OBJD#, USERNAME, RS_ID, SSN,"
                        + " STATUS, THREAD#, SEQUENCE#) VALUES (?, ?, DATE_TRUNC('SECOND', LOCALTIMESTAMP), ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?, 1, ?, 'APP', ' 0x000001.00000001.0010 ', 0, ?, 1, 0)");
    }

    /** What kind of row it is. */
    enum Operation {
        INSERT(1),
        DELETE(2),
        UPDATE(3),
        DDL(5),
        START(6),
        COMMIT(7),
        SEL_LOB_LOCATOR(9),
        LOB_WRITE(10),
        LOB_TRIM(11),
        LOB_ERASE(29),
        MISSING_SCN(34),
        ROLLBACK(36),
        XML_DOC_BEGIN(68),
        XML_DOC_WRITE(70),
        XML_DOC_END(71),
        UNSUPPORTED(255);

        private final int code;

        Operation(int code) {
            this.code = code;
        }

        private boolean isOfDocument() {
            return code >= XML_DOC_BEGIN.code && code <= XML_DOC_END.code;
        }

        /** As {@code OPERATION} of the view has it. */
        private String words() {
            return isOfDocument() ? name().replace('_', ' ') : name();
        }

        private boolean isOfLargeValue() {
            return this == SEL_LOB_LOCATOR || this == LOB_WRITE || this == LOB_TRIM || this == LOB_ERASE;
        }

        private @Nullable String info() {
            if (this == DDL) {
                return "USER DDL (PlSql=0 RecDep=0)";
            }
            if (this == MISSING_SCN) {
                return "Missing SCN 100 - 200";
            }
            return isOfDocument()
                    ? "XML sql_redo not re-executable"
                    : isOfLargeValue() ? "LOB sql_redo not re-executable" : null;
        }

        /** Utilities, Querying V$LOGMNR_LOGS: a gap has 1291. Database Reference, V$LOGMNR_CONTENTS: what can't be executed again has 2. */
        private int status() {
            return this == MISSING_SCN ? 1291 : isOfLargeValue() ? 2 : 0;
        }
    }

    /** The next number, which nobody else gets before the caller commits. */
    long next() throws SQLException {
        long scn;
        try (ResultSet result = number.executeQuery()) {
            result.next();
            scn = result.getLong(1);
        }
        time.setLong(1, scn);
        time.executeUpdate();
        return scn;
    }

    /** A new transaction's identifier: segment, slot and a sequence. */
    static byte[] newTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT NEXT VALUE FOR TRANSACTIONS$")) {
            result.next();
            long sequence = result.getLong(1);
            return HexFormat.of()
                    .parseHex(String.format(java.util.Locale.ROOT, "0a00%02x00%08x", sequence % 32, sequence));
        }
    }

    /** The beginning or the end of a transaction. */
    void mark(Operation operation, long scn, byte[] transaction) throws SQLException {
        String words = operation == Operation.START
                ? "set transaction read write;"
                : operation.name().toLowerCase(java.util.Locale.ROOT) + ";";
        write(operation, scn, transaction, null, NO_ADDRESS, words, false, 0);
    }

    /** Utilities, Querying V$LOGMNR_LOGS: what LogMiner shows in the place of log files that it was not given. */
    void gap(long scn) throws SQLException {
        write(Operation.MISSING_SCN, scn, new byte[8], null, NO_ADDRESS, "", false, 0);
    }

    /** A change. */
    void change(Operation operation, LoggedRow row, String sql) throws SQLException {
        change(operation, row, sql, false);
    }

    /** A change that takes back an earlier one. */
    void undo(Operation operation, LoggedRow row, String sql) throws SQLException {
        change(operation, row, sql, true);
    }

    private void change(Operation operation, LoggedRow row, String sql, boolean undo) throws SQLException {
        byte[] transaction = HexFormat.of().parseHex(row.transaction());
        for (int from = 0; from < sql.length(); from += REDO_LENGTH) {
            int to = Math.min(sql.length(), from + REDO_LENGTH);
            entry.setInt(11, to < sql.length() ? 1 : 0);
            write(
                    operation,
                    row.scn(),
                    transaction,
                    row.table(),
                    row.address(),
                    sql.substring(from, to),
                    undo,
                    row.object());
        }
        entry.setInt(11, 0);
    }

    private void write(
            Operation operation,
            long scn,
            byte[] transaction,
            @Nullable OracleTable table,
            String rowId,
            String sql,
            boolean undo,
            long object)
            throws SQLException {
        if (table == null) {
            entry.setInt(11, 0);
        }
        entry.setLong(1, scn);
        entry.setLong(2, scn);
        entry.setBytes(3, transaction);
        entry.setString(4, operation.words());
        entry.setInt(5, operation.code);
        entry.setInt(6, undo ? 1 : 0);
        entry.setString(7, table == null ? null : table.schema());
        entry.setString(8, table == null ? null : table.name());
        entry.setString(9, rowId);
        entry.setString(10, sql);
        entry.setString(12, operation.info());
        entry.setLong(13, object);
        entry.setLong(14, object);
        entry.setInt(15, operation.status());
        entry.addBatch();
    }

    /** Writes what was logged since the last call. */
    void flush() throws SQLException {
        entry.executeBatch();
    }

    Connection connection() {
        return connection;
    }
}
