package dev.millrace.emulated.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session that changes tables of the {@link EmulatedOracle}. Each change is logged at once, also one that is rolled back later, as Oracle's redo has
 * it: what is undone is logged as a change that takes the other back. Values are texts: numbers plain, bytes as hexadecimal digits, times as
 * {@code 2026-01-31 10:20:30.123456}, with {@code +01:00} behind it where there is a zone, intervals as Oracle prints them. Belongs to one thread.
 */
public final class OracleTransaction implements AutoCloseable {
    private static final int SHORT_VALUE = 1000;
    private static final int PIECE = 1000;
    private static final int ROWS_OF_A_BLOCK = 1000;

    private final EmulatedOracle oracle;
    private final Connection connection;
    private final LogWriter log;
    private final Set<String> changed = new HashSet<>();
    private final List<Undo> undos = new ArrayList<>();
    private final Map<String, Long> objects = new HashMap<>();
    private byte @Nullable [] transaction;
    private long nextRow;

    private record Undo(
            OracleTable table, LogWriter.Operation operation, String rowId, List<String> statements, String redo) {}

    private record Version(String rowId, List<@Nullable String> values, boolean locked) {}

    OracleTransaction(EmulatedOracle oracle, Connection connection) {
        this.oracle = oracle;
        this.connection = connection;
        try {
            log = new LogWriter(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** What happens at one number. */
    private void atomically(Work work) {
        try {
            work.run();
            log.flush();
            connection.commit();
        } catch (SQLException failure) {
            try {
                connection.rollback();
            } catch (SQLException second) {
                failure.addSuppressed(second);
            }
            throw new IllegalStateException(failure);
        }
    }

    private String id() {
        return "X'" + EmulatedOracle.hexadecimal(Objects.requireNonNull(transaction)) + "'";
    }

    private byte[] begun(long scn) throws SQLException {
        byte[] known = transaction;
        if (known == null) {
            known = LogWriter.newTransaction(connection);
            transaction = known;
            log.mark(LogWriter.Operation.START, scn, known);
            execute("INSERT INTO V$TRANSACTION VALUES (" + id() + ", " + scn + ", 'ACTIVE')");
        }
        return known;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One statement that inserts rows with a value for each column. */
    public void insert(String schema, String name, List<List<@Nullable String>> rows) {
        OracleTable table = oracle.table(schema, name);
        atomically(() -> {
            long scn = log.next();
            byte[] xid = begun(scn);
            long object = object(table);
            try (PreparedStatement insert = insertion(table)) {
                for (List<@Nullable String> given : rows) {
                    List<@Nullable String> row = stored(table, given);
                    String rowId = newRowId();
                    bind(insert, table, row, rowId);
                    insert.addBatch();
                    log.change(
                            LogWriter.Operation.INSERT, scn, xid, table, rowId, Redo.insert(table, row), false, object);
                    writeLarge(table, null, row, scn, xid, rowId, object);
                    undos.add(new Undo(
                            table,
                            LogWriter.Operation.DELETE,
                            rowId,
                            List.of("DELETE FROM " + table.quoted() + " WHERE \"ROWID\" = '" + rowId + "' AND BY$ = "
                                    + id() + " AND FROM_SCN$ IS NULL"),
                            "delete from " + table.quoted() + " where ROWID = '" + rowId + "';"));
                }
                insert.executeBatch();
            }
        });
    }

    /** One statement that gives every row with all the old values new ones. */
    public void update(
            String schema, String name, Map<String, @Nullable String> old, Map<String, @Nullable String> values) {
        OracleTable table = oracle.table(schema, name);
        atomically(() -> {
            long scn = log.next();
            byte[] xid = begun(scn);
            long object = object(table);
            for (Version version : matching(table, old)) {
                List<@Nullable String> now = new ArrayList<>(version.values());
                values.forEach((column, value) -> now.set(index(table, column), value));
                List<@Nullable String> row = stored(table, now);
                end(table, version);
                try (PreparedStatement insert = insertion(table)) {
                    bind(insert, table, row, version.rowId());
                    insert.executeUpdate();
                }
                boolean[] told = told(table, version.values(), row);
                boolean[] assigned = new boolean[row.size()];
                values.keySet().forEach(column -> assigned[index(table, column)] = true);
                if (assignsInRow(table, assigned)) {
                    log.change(
                            LogWriter.Operation.UPDATE,
                            scn,
                            xid,
                            table,
                            version.rowId(),
                            Redo.update(table, version.values(), row, assigned, told),
                            false,
                            object);
                }
                writeLarge(table, version.values(), row, scn, xid, version.rowId(), object);
                undos.add(new Undo(
                        table,
                        LogWriter.Operation.UPDATE,
                        version.rowId(),
                        List.of(
                                "DELETE FROM " + table.quoted() + " WHERE \"ROWID\" = '" + version.rowId()
                                        + "' AND BY$ = " + id() + " AND ENDED_BY$ IS NULL",
                                revive(table, version.rowId())),
                        Redo.update(table, row, version.values(), assigned, new boolean[row.size()])
                                .replaceFirst(" where ;$", " where ROWID = '" + version.rowId() + "';")));
            }
        });
    }

    private static boolean assignsInRow(OracleTable table, boolean[] assigned) {
        for (int i = 0; i < assigned.length; i++) {
            if (assigned[i] && !Redo.isBeside(table.columns().get(i).type())) {
                return true;
            }
        }
        return false;
    }

    /** One statement that deletes every row with all the old values. */
    public void delete(String schema, String name, Map<String, @Nullable String> old) {
        OracleTable table = oracle.table(schema, name);
        atomically(() -> {
            long scn = log.next();
            byte[] xid = begun(scn);
            long object = object(table);
            for (Version version : matching(table, old)) {
                end(table, version);
                boolean[] told = told(table, version.values(), null);
                log.change(
                        LogWriter.Operation.DELETE,
                        scn,
                        xid,
                        table,
                        version.rowId(),
                        Redo.delete(table, version.values(), told),
                        false,
                        object);
                undos.add(new Undo(
                        table,
                        LogWriter.Operation.INSERT,
                        version.rowId(),
                        List.of(revive(table, version.rowId())),
                        Redo.insert(table, version.values())));
            }
        });
    }

    private String revive(OracleTable table, String rowId) {
        return "UPDATE " + table.quoted() + " SET ENDED_BY$ = NULL WHERE \"ROWID\" = '" + rowId + "' AND ENDED_BY$ = "
                + id()
                + " AND _ROWID_ = (SELECT MAX(_ROWID_) FROM " + table.quoted()
                + " WHERE \"ROWID\" = '" + rowId + "' AND ENDED_BY$ = " + id() + ")";
    }

    /** Where {@link #rollbackTo} goes back to. */
    public int savepoint() {
        return undos.size();
    }

    /** Takes back what was done since a savepoint, the last change first; the transaction goes on. */
    public void rollbackTo(int savepoint) {
        byte[] xid = transaction;
        if (xid == null || undos.size() == savepoint) {
            return;
        }
        atomically(() -> {
            long scn = log.next();
            while (undos.size() > savepoint) {
                Undo undo = undos.remove(undos.size() - 1);
                for (String statement : undo.statements()) {
                    execute(statement);
                }
                log.change(
                        undo.operation(),
                        scn,
                        xid,
                        undo.table(),
                        undo.rowId(),
                        undo.redo(),
                        true,
                        object(undo.table()));
            }
        });
    }

    /** Makes the changes visible, at one number. */
    public void commit() {
        byte[] xid = transaction;
        if (xid == null) {
            return;
        }
        atomically(() -> {
            long scn = log.next();
            for (String table : changed) {
                execute("DELETE FROM " + table + " WHERE BY$ = " + id() + " AND ENDED_BY$ = " + id());
                execute("UPDATE " + table + " SET TO_SCN$ = " + scn + ", ENDED_BY$ = NULL WHERE ENDED_BY$ = " + id());
                execute("UPDATE " + table + " SET FROM_SCN$ = " + scn + ", BY$ = NULL WHERE BY$ = " + id());
            }
            log.mark(LogWriter.Operation.COMMIT, scn, xid);
            execute("DELETE FROM V$TRANSACTION WHERE XID = " + id());
        });
        ended();
    }

    /** Takes everything back. */
    public void rollback() {
        byte[] xid = transaction;
        if (xid == null) {
            return;
        }
        rollbackTo(0);
        atomically(() -> {
            log.mark(LogWriter.Operation.ROLLBACK, log.next(), xid);
            execute("DELETE FROM V$TRANSACTION WHERE XID = " + id());
        });
        ended();
    }

    private void ended() {
        transaction = null;
        changed.clear();
        undos.clear();
    }

    /** As {@code TRUNCATE TABLE}, which commits what was done before and itself. */
    public void truncate(String schema, String name) {
        OracleTable table = oracle.table(schema, name);
        ddl(
                table,
                "truncate table " + table.quoted() + ";",
                scn -> execute("UPDATE " + table.quoted() + " SET TO_SCN$ = " + scn + " WHERE " + RowVersions.CURRENT));
    }

    /** A statement that changes a table's definition. */
    void define(OracleTable table, String sql, List<String> statements) {
        ddl(table, sql, scn -> {
            for (String statement : statements) {
                execute(statement);
            }
        });
    }

    private interface Definition {
        void at(long scn) throws SQLException;
    }

    private void ddl(OracleTable table, String sql, Definition definition) {
        commit();
        atomically(() -> {
            long scn = log.next();
            byte[] xid = begun(scn);
            log.change(LogWriter.Operation.DDL, scn, xid, table, "AAAAAAAAAAAAAAAAAB", sql, false, object(table));
            log.flush();
            long end = log.next();
            definition.at(end);
            log.mark(LogWriter.Operation.COMMIT, end, xid);
            execute("DELETE FROM V$TRANSACTION WHERE XID = " + id());
        });
        ended();
    }

    private void end(OracleTable table, Version version) throws SQLException {
        if (version.locked()) {
            throw new IllegalStateException("the emulation lets no session wait: row " + version.rowId() + " of "
                    + table.quoted() + " is being changed by another transaction");
        }
        execute("UPDATE " + table.quoted() + " SET ENDED_BY$ = " + id() + " WHERE \"ROWID\" = '" + version.rowId()
                + "' AND " + RowVersions.seenBy(id()));
        changed.add(table.quoted());
    }

    private List<Version> matching(OracleTable table, Map<String, @Nullable String> old) throws SQLException {
        StringBuilder columns = new StringBuilder();
        table.columns()
                .forEach(column ->
                        columns.append(OracleTable.quoted(column.name())).append(", "));
        StringBuilder sql = new StringBuilder("SELECT " + columns + "\"ROWID\", ENDED_BY$ IS NOT NULL FROM "
                + table.quoted() + " WHERE " + RowVersions.seenBy(id()));
        List<String> values = new ArrayList<>();
        old.forEach((name, value) -> {
            OracleTable.Column column = table.columns().get(index(table, name));
            sql.append(" AND ").append(OracleTable.quoted(name));
            if (value == null || value.isEmpty()) {
                sql.append(" IS NULL");
            } else {
                sql.append(" = CAST(? AS ")
                        .append(column.type().kind().stored())
                        .append(")");
                values.add(value);
            }
        });
        sql.append(" ORDER BY \"ROWID\"");
        try (PreparedStatement query = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                query.setString(i + 1, values.get(i));
            }
            List<Version> found = new ArrayList<>();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= table.columns().size(); i++) {
                        row.add(RowVersions.text(result, i));
                    }
                    found.add(new Version(
                            result.getString(table.columns().size() + 1),
                            row,
                            result.getBoolean(table.columns().size() + 2)));
                }
            }
            return found;
        }
    }

    private static int index(OracleTable table, String column) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("ORA-00904: " + column + ": invalid identifier");
    }

    /** Texts without characters are NULL, and those of fixed length are filled up. */
    private static List<@Nullable String> stored(OracleTable table, List<@Nullable String> given) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String value = given.get(i);
            OracleType type = table.columns().get(i).type();
            boolean fixed = type.kind() == OracleType.Kind.CHAR || type.kind() == OracleType.Kind.NCHAR;
            row.add(
                    value == null || value.isEmpty()
                            ? null
                            : fixed ? padded(value, Math.max(1, type.length())) : value);
        }
        return row;
    }

    private static String padded(String value, int length) {
        return value + " ".repeat(Math.max(0, length - value.length()));
    }

    private PreparedStatement insertion(OracleTable table) throws SQLException {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (OracleTable.Column column : table.columns()) {
            names.append(OracleTable.quoted(column.name())).append(", ");
            values.append("CAST(? AS ").append(column.type().kind().stored()).append("), ");
        }
        changed.add(table.quoted());
        return connection.prepareStatement("INSERT INTO " + table.quoted() + " (" + names
                + "\"ROWID\", TO_SCN$, BY$, PARTITION$) VALUES (" + values + "?, " + RowVersions.OPEN + ", ?, ?)");
    }

    private void bind(PreparedStatement insert, OracleTable table, List<@Nullable String> row, String rowId)
            throws SQLException {
        int count = row.size();
        for (int i = 0; i < count; i++) {
            String value = row.get(i);
            switch (table.columns().get(i).type().kind()) {
                case RAW, BLOB, LONG_RAW ->
                    insert.setBytes(
                            i + 1,
                            value == null ? null : java.util.HexFormat.of().parseHex(value));
                default -> insert.setString(i + 1, value);
            }
        }
        insert.setString(count + 1, rowId);
        insert.setBytes(count + 2, Objects.requireNonNull(transaction));
        insert.setString(count + 3, partition(table, row));
    }

    private static @Nullable String partition(OracleTable table, List<@Nullable String> row) {
        OracleTable.Partitioning partitioning = table.partitioning();
        if (partitioning == null) {
            return null;
        }
        String value = row.get(index(table, partitioning.column()));
        return value != null && Long.parseLong(value) < partitioning.boundary()
                ? partitioning.below()
                : partitioning.others();
    }

    /** Addresses are taken a block at a time. */
    private String newRowId() throws SQLException {
        if (nextRow % ROWS_OF_A_BLOCK == 0) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT NEXT VALUE FOR ROWS$")) {
                result.next();
                nextRow = result.getLong(1);
            }
        }
        char[] digits = "AAAAAAAAAAAAAAAAAA".toCharArray();
        long number = nextRow++;
        for (int i = digits.length - 1; number > 0; i--) {
            digits[i] = (char) ('A' + number % 26);
            number /= 26;
        }
        return new String(digits);
    }

    private long object(OracleTable table) throws SQLException {
        Long known = objects.get(table.quoted());
        if (known != null) {
            return known;
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT OBJECT_ID FROM ALL_OBJECTS WHERE OWNER = ? AND OBJECT_NAME = ?")) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet result = query.executeQuery()) {
                result.next();
                long object = result.getLong(1);
                objects.put(table.quoted(), object);
                return object;
            }
        }
    }

    /** Which old values the redo has: all of them with supplemental logging of all columns, else those of the key and of what was changed. */
    private boolean[] told(OracleTable table, List<@Nullable String> old, @Nullable List<@Nullable String> now)
            throws SQLException {
        boolean[] told = new boolean[old.size()];
        if (now == null || logsAllColumns(table)) {
            Arrays.fill(told, true);
            return told;
        }
        for (int i = 0; i < told.length; i++) {
            told[i] = table.primaryKey().contains(table.columns().get(i).name())
                    || !Objects.equals(old.get(i), now.get(i));
        }
        return told;
    }

    private boolean logsAllColumns(OracleTable table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT COUNT(*) FROM ALL_LOG_GROUPS WHERE OWNER = ? AND TABLE_NAME = ? AND LOG_GROUP_TYPE = 'ALL COLUMN LOGGING'")) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet result = query.executeQuery()) {
                result.next();
                return result.getInt(1) > 0;
            }
        }
    }

    /** Large values: short ones by an update of the row, longer ones piece by piece behind a locator. */
    private void writeLarge(
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
            boolean[] told = new boolean[now.size()];
            Arrays.fill(told, true);
            String where = Redo.delete(table, now, told);
            String condition = where.substring(where.indexOf(" where "));
            if (value == null || value.length() <= SHORT_VALUE) {
                String literal = value == null ? "NULL" : Redo.literal(column.type(), value);
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
        String locator = binary ? "loc_b" : "loc_c";
        String buffer = binary ? "buf_b" : "buf_c";
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

    /** Rolls back what is not committed. */
    @Override
    public void close() {
        rollback();
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
