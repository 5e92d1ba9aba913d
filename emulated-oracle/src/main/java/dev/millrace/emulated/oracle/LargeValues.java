package dev.millrace.emulated.oracle;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Logs values that lie beside their rows, as LogMiner of 19c shows them. Belongs to one thread. */
final class LargeValues {
    private static final int SHORT_VALUE = 1000;
    private static final int PIECE = 1000;

    private final LogWriter log;

    LargeValues(LogWriter log) {
        this.log = log;
    }

    /** Writes what has changed: short values by an update of the row, longer ones piece by piece behind a locator. */
    void write(
            OracleTable table,
            @Nullable List<@Nullable String> old,
            List<@Nullable String> now,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        for (int i = 0; i < now.size(); i++) {
            OracleTable.Column column = table.columns().get(i);
            String value = now.get(i);
            boolean same = old == null ? value == null : Objects.equals(old.get(i), value);
            if (!Redo.isBeside(column.type()) || same) {
                continue;
            }
            if (old == null && Redo.isEmpty(value)) {
                continue;
            }
            String condition = condition(table, now);
            if (value != null && column.type().kind() == OracleType.Kind.XMLTYPE) {
                writeDocument(table, column, value, condition, scn, xid, rowId, object);
            } else if (value == null || value.length() <= SHORT_VALUE) {
                String literal =
                        value == null ? "NULL" : Redo.isEmpty(value) ? value : Redo.literal(column.type(), value);
                log.change(
                        LogWriter.Operation.UPDATE,
                        scn,
                        xid,
                        table,
                        rowId,
                        "update " + table.quoted() + " set " + OracleTable.quoted(column.name()) + " = " + literal
                                + condition,
                        false,
                        object);
            } else {
                writePieces(table, column, value, condition, scn, xid, rowId, object);
            }
        }
    }

    private static String condition(OracleTable table, List<@Nullable String> row) {
        boolean[] told = new boolean[row.size()];
        Arrays.fill(told, true);
        String where = Redo.delete(table, row, told);
        return where.substring(where.indexOf(" where "));
    }

    /** As LogMiner shows documents that are stored as binary XML: begin, pieces, end. */
    private void writeDocument(
            OracleTable table,
            OracleTable.Column column,
            String document,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        String begin = "XML DOC BEGIN:  select " + OracleTable.quoted(column.name()) + " from " + table.quoted()
                + condition.replaceFirst(";$", "");
        log.change(LogWriter.Operation.XML_DOC_BEGIN, scn, xid, table, rowId, begin, false, object);
        for (int from = 0; from < document.length(); from += PIECE) {
            String part = document.substring(from, Math.min(document.length(), from + PIECE));
            byte[] bytes = part.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            String piece = "XML_REDO := HEXTORAW('" + EmulatedOracle.hexadecimal(bytes) + "'): " + bytes.length;
            log.change(LogWriter.Operation.XML_DOC_WRITE, scn, xid, table, rowId, piece, false, object);
        }
        log.change(LogWriter.Operation.XML_DOC_END, scn, xid, table, rowId, "XML DOC END", false, object);
    }

    /** Logs that a part of a value was cut off or erased, behind its locator. */
    void cut(
            LogWriter.Operation operation,
            OracleTable table,
            OracleTable.Column column,
            int length,
            List<@Nullable String> row,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        String locator = locator(column);
        locate(table, column, locator, condition(table, row), scn, xid, rowId, object);
        String call = operation == LogWriter.Operation.LOB_TRIM
                ? "dbms_lob.trim(" + locator + ", " + length + ");"
                : "dbms_lob.erase(" + locator + ", " + length + ", 1);";
        log.change(operation, scn, xid, table, rowId, "\n  " + call + "\n", false, object);
    }

    private static String locator(OracleTable.Column column) {
        return switch (column.type().kind()) {
            case BLOB -> "loc_b";
            case NCLOB -> "loc_nc";
            default -> "loc_c";
        };
    }

    private void locate(
            OracleTable table,
            OracleTable.Column column,
            String locator,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        log.change(
                LogWriter.Operation.SEL_LOB_LOCATOR,
                scn,
                xid,
                table,
                rowId,
                "DECLARE \n loc_c CLOB; \n buf_c VARCHAR2(6156); \n loc_b BLOB; \n buf_b RAW(6156); \n loc_nc NCLOB; \n buf_nc NVARCHAR2(6156); \nBEGIN\n select "
                        + OracleTable.quoted(column.name()) + " into " + locator + " from " + table.quoted()
                        + condition.replaceFirst(";$", " for update;"),
                false,
                object);
    }

    private void writePieces(
            OracleTable table,
            OracleTable.Column column,
            String value,
            String condition,
            long scn,
            byte[] xid,
            String rowId,
            long object)
            throws SQLException {
        boolean binary = column.type().kind() == OracleType.Kind.BLOB;
        String locator = locator(column);
        String buffer = locator.replace("loc", "buf");
        locate(table, column, locator, condition, scn, xid, rowId, object);
        int piece = binary ? 2 * PIECE : PIECE;
        for (int from = 0; from < value.length(); from += piece) {
            String part = value.substring(from, Math.min(value.length(), from + piece));
            int length = binary ? part.length() / 2 : part.length();
            int offset = binary ? from / 2 + 1 : from + 1;
            log.change(
                    LogWriter.Operation.LOB_WRITE,
                    scn,
                    xid,
                    table,
                    rowId,
                    "\n " + buffer + " := " + (binary ? "HEXTORAW('" + part + "')" : Redo.quoted(part))
                            + "; \n  dbms_lob.write(" + locator + ", " + length + ", " + offset + ", " + buffer
                            + ");\n",
                    false,
                    object);
        }
    }
}
