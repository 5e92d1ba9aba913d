package dev.millrace.emulated.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

import static dev.millrace.emulated.sqlserver.BracketedSql.quoted;

/**
 * One database of an {@link EmulatedSqlServer}: what an administrator does to it, and transactions that users run. Users write through
 * {@link #begin}, which also does what the capture job of SQL Server does, in the same moment. Thread-safe, but each transaction belongs to one
 * thread.
 */
public final class EmulatedDatabase implements AutoCloseable {
    private static final int SLOTS = 16;

    private final String url;
    private final String user;
    private final String password;
    private final Connection administration;
    private final SystemTables system;

    private EmulatedDatabase(String url, String user, String password, Connection administration) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.administration = administration;
        this.system = new SystemTables(administration);
    }

    static EmulatedDatabase create(String name, String url, String user, String password) {
        try {
            EmulatedDatabase database =
                    new EmulatedDatabase(url, user, password, DriverManager.getConnection(url, user, password));
            database.system.create(name);
            return database;
        } catch (SQLException failure) {
            throw new IllegalStateException("the emulated database can't be made", failure);
        }
    }

    /** Opens one that another process made. */
    static EmulatedDatabase open(String url, String user, String password) {
        try {
            return new EmulatedDatabase(url, user, password, DriverManager.getConnection(url, user, password));
        } catch (SQLException failure) {
            throw new IllegalStateException("the emulated database can't be opened", failure);
        }
    }

    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        connection.setAutoCommit(false);
        return connection;
    }

    /** {@code CREATE SCHEMA}. */
    public synchronized void createSchema(String name) {
        administer(() -> {
            execute("CREATE SCHEMA " + quoted(name));
            if (!name.equals("dbo")) {
                system.addSchema(name);
            }
        });
    }

    /** {@code CREATE TABLE}, with its keys and indexes. Nothing of it is captured before {@link #enableCapture}. */
    public synchronized void createTable(EmulatedTable table) {
        administer(() -> {
            for (String statement : TableStatements.creation(table)) {
                execute(statement);
            }
            int id = system.addTable(table, false);
            if (!table.primaryKey().isEmpty()) {
                system.addIndex(id, "PK_" + table.name(), table.primaryKey(), true, true);
            }
            for (Map.Entry<String, List<String>> key : table.uniqueKeys().entrySet()) {
                system.addIndex(id, key.getKey(), key.getValue(), true, false);
            }
            for (Map.Entry<String, List<String>> index : table.indexes().entrySet()) {
                system.addIndex(id, index.getKey(), index.getValue(), false, false);
            }
            for (EmulatedTable.ForeignKey key : table.foreignKeys()) {
                system.addForeignKey(id, key);
            }
            for (int slot = 0; slot < SLOTS; slot++) {
                system.update("INSERT INTO emulation.table_slot VALUES (?, ?)", id, slot);
            }
        });
    }

    /**
     * {@code CREATE PARTITION FUNCTION … AS RANGE}, {@code CREATE PARTITION SCHEME}, and the table on it, which has nothing in it yet.
     *
     * @param column of whole numbers
     * @param right whether a boundary is the first value of its right partition, or the last of its left one
     */
    public synchronized void partition(
            String schema, String table, String column, String function, boolean right, List<Long> boundaries) {
        administer(() -> system.partition(system.objectId(schema, table), column, function, right, boundaries));
    }

    /** {@code ALTER TABLE … ADD}; capture instances that are there go on without the column. */
    public synchronized void addColumn(String schema, String table, EmulatedColumn column) {
        administer(() -> {
            execute("ALTER TABLE " + quoted(schema) + "." + quoted(table) + " ADD COLUMN "
                    + TableStatements.column(column));
            system.addColumn(system.objectId(schema, table), column);
        });
    }

    /**
     * {@code sys.sp_cdc_enable_table}, with all columns that the table has. From here on its changes are captured; a table may have two
     * capture instances.
     */
    public synchronized void enableCapture(String schema, String table, String captureInstance) {
        administer(() -> {
            int source = system.objectId(schema, table);
            if (system.number("SELECT COUNT(*) FROM cdc.change_tables WHERE source_object_id = ?", source) >= 2) {
                throw new IllegalStateException("a table has two capture instances at most");
            }
            List<EmulatedColumn> columns = columns(source);
            for (String statement : TableStatements.changeTable(captureInstance, columns)) {
                execute(statement);
            }
            int id = system.addTable(
                    new EmulatedTable(
                            "cdc", captureInstance + "_CT", columns, List.of(), Map.of(), Map.of(), List.of()),
                    true);
            system.update("UPDATE sys.tables SET is_tracked_by_cdc = TRUE WHERE object_id = ?", source);
            byte[] start = nextEntry(EmulatedLsn.NO_TRANSACTION);
            system.update(
                    "INSERT INTO cdc.change_tables VALUES (?, 0, ?, ?, ?, NULL, FALSE, FALSE, NULL, NULL, NULL,"
                            + " CURRENT_TIMESTAMP, FALSE)",
                    id,
                    source,
                    captureInstance,
                    start);
            int number = 0;
            for (EmulatedColumn column : columns) {
                number++;
                system.update(
                        "INSERT INTO cdc.captured_columns VALUES (?, ?, ?, ?, ?, ?)",
                        id,
                        column.name(),
                        number,
                        column.declaration(),
                        number,
                        column.isComputed());
            }
        });
    }

    /** {@code sys.sp_cdc_disable_table} of one capture instance. */
    public synchronized void disableCapture(String captureInstance) {
        administer(() -> {
            int id = system.number(
                    "SELECT MAX(object_id) FROM cdc.change_tables WHERE capture_instance = ?", captureInstance);
            system.update("DELETE FROM cdc.captured_columns WHERE object_id = ?", id);
            system.update("DELETE FROM cdc.change_tables WHERE object_id = ?", id);
            execute("DROP TABLE cdc." + quoted(captureInstance + "_CT"));
        });
    }

    /**
     * What the cleanup job does, with the end of the log as the low water mark. Changes before it are gone, and the validity interval of the
     * capture instance begins there.
     */
    public void cleanUp(String captureInstance) {
        cleanUp(captureInstance, endLog());
    }

    /**
     * {@code sys.sp_cdc_cleanup_change_table}: "the low water mark, the new low endpoint of the change table", which has to be an entry of
     * {@code cdc.lsn_time_mapping}.
     */
    public synchronized void cleanUp(String captureInstance, LowWaterMark mark) {
        administer(() -> {
            byte[] lsn = EmulatedLsn.of(mark.number());
            system.update("DELETE FROM cdc." + quoted(captureInstance + "_CT") + " WHERE \"__$start_lsn\" < ?", lsn);
            system.update(
                    "UPDATE cdc.change_tables SET start_lsn = ? WHERE capture_instance = ?", lsn, captureInstance);
        });
    }

    /** An entry of {@code cdc.lsn_time_mapping} that no change belongs to, such as the capture job makes now and then. */
    public record LowWaterMark(long number) {}

    /** Makes one behind all that is captured by now. */
    public synchronized LowWaterMark endLog() {
        long[] number = new long[1];
        administer(() -> {
            nextEntry(EmulatedLsn.NO_TRANSACTION);
            number[0] = system.number("SELECT last FROM emulation.log");
        });
        return new LowWaterMark(number[0]);
    }

    /** Sets what {@code sys.databases} or another view shows; for prerequisites that are missing. */
    public synchronized void administer(String sql) {
        administer(() -> execute(sql));
    }

    private List<EmulatedColumn> columns(int table) throws SQLException {
        List<EmulatedColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = administration.prepareStatement(
                "SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.is_computed FROM sys.columns c"
                        + " JOIN sys.types t ON t.user_type_id = c.user_type_id WHERE c.object_id = ? ORDER BY c.column_id")) {
            statement.setInt(1, table);
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                columns.add(new EmulatedColumn(
                        result.getString(1),
                        SqlServerType.declaration(
                                result.getString(2), result.getInt(3), result.getInt(4), result.getInt(5)),
                        true,
                        result.getBoolean(6) ? "computed" : ""));
            }
        }
        return columns;
    }

    private byte[] nextEntry(byte[] transaction) throws SQLException {
        system.update("UPDATE emulation.log SET last = last + 1");
        byte[] lsn = EmulatedLsn.of(system.number("SELECT last FROM emulation.log"));
        system.update(
                "INSERT INTO cdc.lsn_time_mapping VALUES (?, LOCALTIMESTAMP, LOCALTIMESTAMP, ?)", lsn, transaction);
        return lsn;
    }

    /** A transaction, not begun yet. */
    public EmulatedTransaction begin() {
        try {
            return new EmulatedTransaction(connect(), connect());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Runs one transaction and commits it. */
    public void transaction(Consumer<EmulatedTransaction> changes) {
        try (EmulatedTransaction transaction = begin()) {
            changes.accept(transaction);
            transaction.commit();
        }
    }

    /** Every committed row, in no order, each value as text. */
    public synchronized List<List<@Nullable String>> rows(String schema, String table, List<String> columns) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        administer(() -> {
            try (Statement statement = administration.createStatement()) {
                ResultSet result = statement.executeQuery(
                        "SELECT " + TableStatements.names(columns) + " FROM " + quoted(schema) + "." + quoted(table));
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
        });
        return rows;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = administration.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void administer(Work work) {
        try {
            work.run();
        } catch (SQLException failure) {
            throw new IllegalStateException("the emulated database refuses: " + failure.getMessage(), failure);
        }
    }

    /** Drops the database with all that is in it. */
    @Override
    public void close() {
        administer(() -> execute("SHUTDOWN IMMEDIATELY"));
    }
}
