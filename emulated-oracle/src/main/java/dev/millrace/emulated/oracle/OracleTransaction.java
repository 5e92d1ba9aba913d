package dev.millrace.emulated.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A session that changes tables of the {@link EmulatedOracle}. Each change is logged at once, also one that is rolled back later, as Oracle's redo has
 * it: what is undone is logged as a change that takes the other back. Values are texts: numbers plain, bytes as hexadecimal digits, times as
 * {@code 2026-01-31 10:20:30.123456}, with {@code +01:00} behind it where there is a zone, intervals as Oracle prints them. Belongs to one thread.
 */
public final class OracleTransaction implements AutoCloseable {
    private static final String ANY_ADDRESS = "AAAAAAAAAAAAAAAAAB";

    private final EmulatedOracle oracle;
    private final Connection connection;
    private final LogWriter log;
    private final RowStore rows;
    private final LargeValues largeValues;
    private final List<Undo> undos = new ArrayList<>();
    private byte @Nullable [] transaction;
    private boolean hidesAddresses;

    private record Undo(
            OracleTable table, LogWriter.Operation operation, String rowId, List<String> statements, String redo) {}

    OracleTransaction(EmulatedOracle oracle, Connection connection) {
        this.oracle = oracle;
        this.connection = connection;
        try {
            log = new LogWriter(connection);
            rows = new RowStore(connection);
            largeValues = new LargeValues(log);
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

    private byte[] begun(long scn) throws SQLException {
        byte[] known = transaction;
        if (known == null) {
            known = LogWriter.newTransaction(connection);
            transaction = known;
            rows.begin(known);
            log.mark(LogWriter.Operation.START, scn, known);
            rows.execute("INSERT INTO V$TRANSACTION VALUES (" + rows.id() + ", " + scn + ", 'ACTIVE')");
        }
        return known;
    }

    /** A statement upon a table, at a number of its own. */
    private final class Statement {
        private final OracleTable table;
        private final long scn = log.next();
        private final String xid = EmulatedOracle.hexadecimal(begun(scn));
        private final long object;

        Statement(OracleTable table) throws SQLException {
            this.table = table;
            object = rows.object(table);
        }

        LoggedRow row(String rowId) {
            return new LoggedRow(table, rowId, object, scn, xid);
        }

        /** As LogMiner shows rows that are written together with large values. */
        LoggedRow shown(String rowId) {
            boolean hasLarge = table.columns().stream().anyMatch(column -> Redo.isBeside(column.type()));
            return row(hidesAddresses && hasLarge ? LogWriter.NO_ADDRESS : rowId);
        }
    }

    /** One statement that inserts rows with a value for each column. */
    public void insert(String schema, String name, List<List<@Nullable String>> values) {
        OracleTable table = oracle.table(schema, name);
        atomically(() -> {
            Statement now = new Statement(table);
            try (PreparedStatement insert = rows.insertion(table)) {
                for (List<@Nullable String> given : values) {
                    List<@Nullable String> row = RowStore.stored(table, given);
                    String rowId = rows.newRowId();
                    rows.bind(insert, table, row, rowId);
                    insert.addBatch();
                    LoggedRow logged = now.shown(rowId);
                    log.change(LogWriter.Operation.INSERT, logged, Redo.insert(table, row));
                    largeValues.write(logged, null, row);
                    undos.add(new Undo(
                            table,
                            LogWriter.Operation.DELETE,
                            rowId,
                            List.of("DELETE FROM " + table.quoted() + " WHERE \"ROWID\" = '" + rowId + "' AND BY$ = "
                                    + rows.id() + " AND FROM_SCN$ IS NULL"),
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
            Statement now = new Statement(table);
            for (RowStore.Version version : rows.matching(table, old)) {
                List<@Nullable String> given = new ArrayList<>(version.values());
                values.forEach((column, value) -> given.set(RowStore.index(table, column), value));
                List<@Nullable String> row = RowStore.stored(table, given);
                rows.replace(table, version, row);
                boolean[] told = rows.told(table, version.values(), row);
                boolean[] assigned = new boolean[row.size()];
                values.keySet().forEach(column -> assigned[RowStore.index(table, column)] = true);
                LoggedRow logged = now.shown(version.rowId());
                if (Redo.assignsInRow(table, assigned)) {
                    log.change(
                            LogWriter.Operation.UPDATE,
                            logged,
                            Redo.update(table, version.values(), row, assigned, told));
                }
                largeValues.write(logged, version.values(), row);
                undos.add(new Undo(
                        table,
                        LogWriter.Operation.UPDATE,
                        version.rowId(),
                        List.of(
                                "DELETE FROM " + table.quoted() + " WHERE \"ROWID\" = '" + version.rowId()
                                        + "' AND BY$ = " + rows.id() + " AND ENDED_BY$ IS NULL",
                                rows.revive(table, version.rowId())),
                        Redo.update(table, row, version.values(), assigned, new boolean[row.size()])
                                .replaceFirst(" where ;$", " where ROWID = '" + version.rowId() + "';")));
            }
        });
    }

    /** As {@code DBMS_LOB.TRIM} of a text in every row with all the old values. */
    public void trim(String schema, String name, Map<String, @Nullable String> old, String column, int length) {
        cut(LogWriter.Operation.LOB_TRIM, schema, name, old, column, length);
    }

    /** As {@code DBMS_LOB.ERASE} from the beginning of a text in every row with all the old values. */
    public void erase(String schema, String name, Map<String, @Nullable String> old, String column, int length) {
        cut(LogWriter.Operation.LOB_ERASE, schema, name, old, column, length);
    }

    private void cut(
            LogWriter.Operation operation,
            String schema,
            String name,
            Map<String, @Nullable String> old,
            String column,
            int length) {
        change(
                schema,
                name,
                old,
                column,
                text -> operation == LogWriter.Operation.LOB_TRIM
                        ? text.substring(0, length)
                        : " ".repeat(length) + text.substring(length),
                (row, cut, values) -> largeValues.cut(operation, row, cut, values, length));
    }

    /**
     * As {@code DBMS_LOB.WRITE}, or {@code WRITEAPPEND} where the offset is that of the end, of a text in every row with all the old values.
     *
     * @param offset of the first character, which is 1
     */
    public void write(
            String schema, String name, Map<String, @Nullable String> old, String column, int offset, String part) {
        change(
                schema,
                name,
                old,
                column,
                text -> {
                    int end = Math.min(text.length(), offset - 1 + part.length());
                    return text.substring(0, offset - 1) + part + text.substring(end);
                },
                (row, written, values) -> largeValues.overwrite(row, written, values, part, offset));
    }

    /** From now on LogMiner shows calls of {@code DBMS_LOB} together with the selection of their locator, as 23ai does. */
    public void showBlocks() {
        largeValues.show(LargeValues.Form.BLOCKS);
    }

    /** From now on LogMiner shows calls of {@code DBMS_LOB} without their row, as of BasicFiles that are kept out of it. */
    public void showNoLocators() {
        largeValues.show(LargeValues.Form.WITHOUT_ROW);
    }

    /** From now on LogMiner shows rows that are written together with large values without their address, as servers do for values out of their rows. */
    public void hideAddresses() {
        hidesAddresses = true;
    }

    /** Logs that LogMiner was not given all of the log. */
    public void gap() {
        atomically(() -> log.gap(log.next()));
    }

    private interface Logged {
        void log(LoggedRow row, OracleTable.Column column, List<@Nullable String> values) throws SQLException;
    }

    private void change(
            String schema,
            String name,
            Map<String, @Nullable String> old,
            String column,
            UnaryOperator<String> change,
            Logged logged) {
        OracleTable table = oracle.table(schema, name);
        int index = RowStore.index(table, column);
        atomically(() -> {
            Statement now = new Statement(table);
            for (RowStore.Version version : rows.matching(table, old)) {
                List<@Nullable String> row = new ArrayList<>(version.values());
                row.set(index, change.apply(String.valueOf(row.get(index))));
                rows.replace(table, version, row);
                logged.log(now.row(version.rowId()), table.columns().get(index), row);
            }
        });
    }

    /** Logs a change that LogMiner has no statement for. */
    public void unsupported(String schema, String name) {
        OracleTable table = oracle.table(schema, name);
        atomically(() ->
                log.change(LogWriter.Operation.UNSUPPORTED, new Statement(table).row(ANY_ADDRESS), "Unsupported"));
    }

    /** One statement that deletes every row with all the old values. */
    public void delete(String schema, String name, Map<String, @Nullable String> old) {
        OracleTable table = oracle.table(schema, name);
        atomically(() -> {
            Statement now = new Statement(table);
            for (RowStore.Version version : rows.matching(table, old)) {
                rows.end(table, version);
                boolean[] told = rows.told(table, version.values(), null);
                log.change(
                        LogWriter.Operation.DELETE,
                        now.row(version.rowId()),
                        Redo.delete(table, version.values(), told));
                undos.add(new Undo(
                        table,
                        LogWriter.Operation.INSERT,
                        version.rowId(),
                        List.of(rows.revive(table, version.rowId())),
                        Redo.insert(table, version.values())));
            }
        });
    }

    /** Where {@link #rollbackTo} goes back to. */
    public int savepoint() {
        return undos.size();
    }

    /** Takes back what was done since a savepoint, the last change first; the transaction goes on. */
    public void rollbackTo(int savepoint) {
        if (transaction == null || undos.size() == savepoint) {
            return;
        }
        atomically(() -> {
            long scn = log.next();
            String xid = EmulatedOracle.hexadecimal(begun(scn));
            while (undos.size() > savepoint) {
                Undo undo = undos.remove(undos.size() - 1);
                for (String statement : undo.statements()) {
                    rows.execute(statement);
                }
                long object = rows.object(undo.table());
                log.undo(undo.operation(), new LoggedRow(undo.table(), undo.rowId(), object, scn, xid), undo.redo());
            }
        });
    }

    /** Makes the changes visible, at one number. */
    public void commit() {
        if (transaction == null) {
            return;
        }
        atomically(() -> {
            long scn = log.next();
            rows.publish(scn);
            end(LogWriter.Operation.COMMIT, scn);
        });
        ended();
    }

    /** Takes everything back. */
    public void rollback() {
        if (transaction == null) {
            return;
        }
        rollbackTo(0);
        atomically(() -> end(LogWriter.Operation.ROLLBACK, log.next()));
        ended();
    }

    private void end(LogWriter.Operation how, long scn) throws SQLException {
        log.mark(how, scn, Objects.requireNonNull(transaction));
        rows.execute("DELETE FROM V$TRANSACTION WHERE XID = " + rows.id());
    }

    private void ended() {
        transaction = null;
        rows.ended();
        undos.clear();
    }

    /** As {@code TRUNCATE TABLE}, which commits what was done before and itself. */
    public void truncate(String schema, String name) {
        truncate(schema, name, () -> {});
    }

    /**
     * A truncation that takes a while, as it does on a server: the statement is in the log before it is committed.
     *
     * @param meanwhile what happens between the two
     */
    public void truncate(String schema, String name, Runnable meanwhile) {
        OracleTable table = oracle.table(schema, name);
        ddl(
                table,
                "truncate table " + table.quoted() + ";",
                scn -> rows.execute(
                        "UPDATE " + table.quoted() + " SET TO_SCN$ = " + scn + " WHERE " + RowVersions.CURRENT),
                meanwhile);
    }

    /** A statement that changes a table's definition. */
    void define(OracleTable table, String sql, List<String> statements) {
        ddl(
                table,
                sql,
                scn -> {
                    for (String statement : statements) {
                        rows.execute(statement);
                    }
                },
                () -> {});
    }

    private interface Definition {
        void at(long scn) throws SQLException;
    }

    private void ddl(OracleTable table, String sql, Definition definition, Runnable meanwhile) {
        commit();
        atomically(() -> log.change(LogWriter.Operation.DDL, new Statement(table).row(ANY_ADDRESS), sql));
        meanwhile.run();
        atomically(() -> {
            long end = log.next();
            definition.at(end);
            end(LogWriter.Operation.COMMIT, end);
        });
        ended();
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
