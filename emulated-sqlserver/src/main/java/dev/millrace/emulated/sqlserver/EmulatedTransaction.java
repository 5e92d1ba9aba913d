package dev.millrace.emulated.sqlserver;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import static dev.millrace.emulated.sqlserver.BracketedSql.quoted;

/**
 * A session that runs transactions of a user, one after the other. With the commit the changes stand in the change tables too, under the commit's
 * log sequence number, as the capture job of SQL Server 2022 writes them: an update as the row before (3) and after (4), and before without large values
 * ({@code max}) that it has not changed. An update of a key is
 * told so as well, as with trace flag 8207; without the flag the server tells a delete and an insert, which a script can write itself.
 * Belongs to one thread.
 */
public final class EmulatedTransaction implements AutoCloseable {
    private static final int DELETE = 1;
    private static final int INSERT = 2;
    private static final int BEFORE = 3;
    private static final int AFTER = 4;

    private final Connection session;
    private final Connection locks;
    private final Map<String, WrittenTable> written = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private long sequence;

    /** @param locks holds the locks of tables that are written to, which stay when a part of the transaction is taken back */
    EmulatedTransaction(Connection session, Connection locks) {
        this.session = session;
        this.locks = locks;
    }

    private record Change(
            WrittenTable table,
            int operation,
            long sequence,
            List<Byte> mask,
            List<? extends @Nullable Object> values) {}

    /** Inserts rows with a value for each of the columns, in their order. */
    public void insert(
            String schema, String table, List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
        run(() -> {
            WrittenTable target = target(schema, table);
            String sql = "INSERT INTO " + name(schema, table) + " (" + TableStatements.names(columns) + ") VALUES ("
                    + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
            try (PreparedStatement statement = session.prepareStatement(sql)) {
                for (List<? extends @Nullable Object> row : rows) {
                    bind(statement, 0, row);
                    statement.addBatch();
                    record(target, INSERT, ++sequence, List.of(), arranged(target, columns, row));
                }
                statement.executeBatch();
            }
        });
    }

    private static List<@Nullable Object> arranged(
            WrittenTable table, List<String> columns, List<? extends @Nullable Object> row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String column : table.columns()) {
            int index = columns.indexOf(column);
            values.add(index < 0 ? null : row.get(index));
        }
        return values;
    }

    /** Gives every row that has all the old values new ones. */
    public void update(
            String schema,
            String table,
            Map<String, ? extends @Nullable Object> old,
            Map<String, ? extends @Nullable Object> values) {
        run(() -> {
            WrittenTable target = target(schema, table);
            for (List<@Nullable Object> before : rows(schema, table, target, old)) {
                List<@Nullable Object> after = new ArrayList<>(before);
                values.forEach((column, value) -> after.set(target.columns().indexOf(column), value));
                sequence++;
                List<Byte> mask = mask(target, values.keySet());
                record(target, BEFORE, sequence, mask, withoutUnchanged(target, values.keySet(), before));
                record(target, AFTER, sequence, mask, after);
            }
            List<@Nullable Object> parameters = new ArrayList<>(values.values());
            parameters.addAll(given(old));
            execute(
                    "UPDATE " + name(schema, table) + " SET "
                            + values.keySet().stream()
                                    .map(column -> quoted(column) + " = ?")
                                    .collect(Collectors.joining(", "))
                            + where(old),
                    parameters);
        });
    }

    private static List<@Nullable Object> withoutUnchanged(
            WrittenTable table, Set<String> changed, List<@Nullable Object> row) {
        List<@Nullable Object> told = withoutDeprecated(table, row);
        for (String column : table.large()) {
            if (!changed.contains(column)) {
                told.set(table.columns().indexOf(column), null);
            }
        }
        return told;
    }

    private static List<@Nullable Object> withoutDeprecated(WrittenTable table, List<@Nullable Object> row) {
        List<@Nullable Object> told = new ArrayList<>(row);
        for (String column : table.deprecated()) {
            told.set(table.columns().indexOf(column), null);
        }
        return told;
    }

    /** Deletes every row that has all the old values. */
    public void delete(String schema, String table, Map<String, ? extends @Nullable Object> old) {
        run(() -> {
            WrittenTable target = target(schema, table);
            for (List<@Nullable Object> before : rows(schema, table, target, old)) {
                record(target, DELETE, ++sequence, List.of(), withoutDeprecated(target, before));
            }
            execute("DELETE FROM " + name(schema, table) + where(old), given(old));
        });
    }

    /** Commits; what was captured shows in the same moment. */
    public void commit() {
        run(() -> {
            if (!written.isEmpty()) {
                execute("UPDATE emulation.log SET last = last + 1", List.of());
                long number = ((Number) value("SELECT last FROM emulation.log")).longValue();
                byte[] lsn = EmulatedLsn.of(number);
                capture(lsn);
                byte[] id = changes.isEmpty()
                        ? EmulatedLsn.NO_TRANSACTION
                        : ByteBuffer.allocate(8).putLong(number).array();
                execute(
                        "INSERT INTO cdc.lsn_time_mapping VALUES (?, LOCALTIMESTAMP, LOCALTIMESTAMP, ?)",
                        List.of(lsn, id));
            }
            session.commit();
            locks.rollback();
            forget();
        });
    }

    /** Rolls back; nothing of it is ever captured. */
    public void rollback() {
        run(() -> {
            session.rollback();
            locks.rollback();
            forget();
        });
    }

    /** A place in a transaction. Of no use once that has ended, or was rolled back to an earlier place. */
    public final class Savepoint {
        private final java.sql.Savepoint place;
        private final int changesBefore;

        private Savepoint(java.sql.Savepoint place) {
            this.place = place;
            this.changesBefore = changes.size();
        }

        /**
         * {@code ROLLBACK TRANSACTION savepoint_name}: what was done since is taken back and never captured, and the transaction goes on. "Doesn't
         * free any locks": "ROLLBACK TRANSACTION (Transact-SQL)".
         */
        public void rollbackTo() {
            run(() -> {
                session.rollback(place);
                changes.subList(changesBefore, changes.size()).clear();
            });
        }
    }

    /** Sets a savepoint: "SAVE TRANSACTION (Transact-SQL)". */
    public Savepoint save() {
        try {
            return new Savepoint(session.setSavepoint());
        } catch (SQLException failure) {
            throw new IllegalStateException("the emulated database refuses: " + failure.getMessage(), failure);
        }
    }

    private void forget() {
        written.clear();
        changes.clear();
        sequence = 0;
    }

    /** The capture job reads the log behind a commit, so an instance that was disabled since the write gets nothing. */
    private void capture(byte[] lsn) throws SQLException {
        Map<CaptureInstance, PreparedStatement> statements = new HashMap<>();
        Map<WrittenTable, List<CaptureInstance>> instances = new HashMap<>();
        for (WrittenTable table : written.values()) {
            instances.put(table, table.enabledInstances(session));
        }
        for (Change change : changes) {
            for (CaptureInstance instance : instances.getOrDefault(change.table(), List.of())) {
                PreparedStatement statement = statements.get(instance);
                if (statement == null) {
                    statement = session.prepareStatement(insertion(instance));
                    statements.put(instance, statement);
                }
                statement.setBytes(1, lsn);
                statement.setBytes(2, EmulatedLsn.of(change.sequence()));
                statement.setInt(3, change.operation());
                statement.setBytes(4, bytes(change.mask()));
                int parameter = 5;
                for (String column : instance.columns()) {
                    int index = change.table().columns().indexOf(column);
                    statement.setObject(
                            parameter++, index < 0 ? null : change.values().get(index));
                }
                statement.setLong(parameter, change.sequence());
                statement.addBatch();
            }
        }
        for (PreparedStatement statement : statements.values()) {
            statement.executeBatch();
            statement.close();
        }
    }

    private static String insertion(CaptureInstance instance) {
        return "INSERT INTO " + instance.changeTable()
                + " (\"__$start_lsn\", \"__$seqval\", \"__$operation\", \"__$update_mask\""
                + instance.columns().stream()
                        .map(column -> ", " + quoted(column))
                        .collect(Collectors.joining())
                + ", \"__$command_id\") VALUES (?, ?, ?, ?, "
                + "?, ".repeat(instance.columns().size()) + "?)";
    }

    private void record(
            WrittenTable table, int operation, long number, List<Byte> mask, List<? extends @Nullable Object> values) {
        if (!table.instances().isEmpty()) {
            changes.add(new Change(table, operation, number, mask, values));
        }
    }

    private static List<Byte> mask(WrittenTable table, Iterable<String> changed) {
        byte[] mask = new byte[(table.columns().size() + 7) / 8];
        for (String column : changed) {
            int bit = table.columns().indexOf(column);
            mask[mask.length - 1 - bit / 8] |= (byte) (1 << bit % 8);
        }
        List<Byte> bytes = new ArrayList<>();
        for (byte each : mask) {
            bytes.add(each);
        }
        return bytes;
    }

    private static byte[] bytes(List<Byte> mask) {
        byte[] bytes = new byte[mask.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = mask.get(i);
        }
        return bytes;
    }

    private WrittenTable target(String schema, String table) throws SQLException {
        String name = name(schema, table);
        WrittenTable known = written.get(name);
        if (known == null) {
            known = WrittenTable.begun(session, locks, schema, table);
            written.put(name, known);
        }
        return known;
    }

    private List<List<@Nullable Object>> rows(
            String schema, String table, WrittenTable target, Map<String, ? extends @Nullable Object> old)
            throws SQLException {
        String sql = "SELECT " + TableStatements.names(target.columns()) + " FROM " + name(schema, table) + where(old)
                + " FOR UPDATE";
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            bind(statement, 0, given(old));
            ResultSet result = statement.executeQuery();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= target.columns().size(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private Object value(String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getObject(1);
        }
    }

    private void execute(String sql, List<? extends @Nullable Object> parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            bind(statement, 0, parameters);
            statement.execute();
        }
    }

    private static void bind(PreparedStatement statement, int before, List<? extends @Nullable Object> values)
            throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(before + i + 1, values.get(i));
        }
    }

    private static List<@Nullable Object> given(Map<String, ? extends @Nullable Object> values) {
        List<@Nullable Object> given = new ArrayList<>();
        for (Object value : values.values()) {
            if (value != null) {
                given.add(value);
            }
        }
        return given;
    }

    private static String where(Map<String, ? extends @Nullable Object> values) {
        return values.entrySet().stream()
                .map(each -> quoted(each.getKey()) + (each.getValue() == null ? " IS NULL" : " = ?"))
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private static String name(String schema, String table) {
        return quoted(schema) + "." + quoted(table);
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (SQLException failure) {
            throw new IllegalStateException("the emulated database refuses: " + failure.getMessage(), failure);
        }
    }

    /** Rolls back what is not committed. */
    @Override
    public void close() {
        run(() -> {
            session.rollback();
            session.close();
            locks.close();
        });
    }
}
