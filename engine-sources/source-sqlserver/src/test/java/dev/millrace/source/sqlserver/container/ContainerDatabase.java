package dev.millrace.source.sqlserver.container;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.SqlTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static dev.millrace.testing.contract.SqlSession.quoted;
import static org.awaitility.Awaitility.await;

/**
 * A database that is captured, with a schema for the tables of a test, and a user who may do what the documentation of this source asks for and
 * nothing else. The capture job looks at the log every second.
 */
final class ContainerDatabase implements AutoCloseable {
    /** Of the tables of a test. */
    static final String SCHEMA = "sales";

    private static final TableId BEATS = new TableId("pulse", "beats");
    private static final Duration RESTART = Duration.ofMinutes(2);

    private final ContainerServer server;
    private final String name;
    private final AdministratorSession session;
    private final Pulse pulse;
    private int captures;

    private ContainerDatabase(ContainerServer server, String name, String password) {
        this.server = server;
        this.name = name;
        try (AdministratorSession master = server.administer("master")) {
            master.run(
                    "CREATE DATABASE " + quoted(name),
                    "ALTER DATABASE " + quoted(name) + " SET ALLOW_SNAPSHOT_ISOLATION ON",
                    "CREATE LOGIN " + quoted(name) + " WITH PASSWORD = '" + password + "', CHECK_POLICY = OFF");
        }
        session = server.administer(name);
        session.run(
                "EXEC sys.sp_cdc_enable_db",
                "CREATE SCHEMA " + quoted(SCHEMA),
                "CREATE SCHEMA " + quoted(BEATS.schema()),
                "CREATE USER " + quoted(name) + " FOR LOGIN " + quoted(name),
                "GRANT SELECT ON SCHEMA::" + quoted(SCHEMA) + " TO " + quoted(name),
                "GRANT SELECT ON SCHEMA::[cdc] TO " + quoted(name),
                "GRANT VIEW DATABASE STATE TO " + quoted(name),
                "CREATE TABLE " + quoted(BEATS) + " (id int NOT NULL PRIMARY KEY, beat bigint NOT NULL)",
                "INSERT INTO " + quoted(BEATS) + " VALUES (1, 0)");
        enable(BEATS);
        hurryCapture();
        awaitCapture();
        pulse = Pulse.begin(server.administer(name), "UPDATE " + quoted(BEATS) + " SET beat = beat + 1");
    }

    /** Makes it; its user has its name. */
    static ContainerDatabase create(ContainerServer server, String name, String password) {
        return new ContainerDatabase(server, name, password);
    }

    /** The first table that is enabled brings the job, which reads its settings when it starts. It may be about to start just now. */
    private void hurryCapture() {
        session.run("EXEC sys.sp_cdc_change_job @job_type = N'capture', @pollinginterval = 1");
        await("the capture job starts again").atMost(RESTART).until(() -> {
            session.accepts("EXEC sys.sp_cdc_stop_job @job_type = N'capture'");
            return session.accepts("EXEC sys.sp_cdc_start_job @job_type = N'capture'");
        });
    }

    /** Makes a table whose changes are captured. */
    void createTable(TableSchema table) {
        session.run(SqlTables.creation(table).toArray(String[]::new));
        capture(table.id());
    }

    /** Makes a table with two partitions, of which the second begins with the boundary. Its changes are captured. */
    void createPartitioned(TableSchema table, String column, long boundary) {
        String partitions = quoted("by " + table.id().table());
        session.run(
                "CREATE PARTITION FUNCTION " + partitions + " (bigint) AS RANGE RIGHT FOR VALUES (" + boundary + ")",
                "CREATE PARTITION SCHEME " + partitions + " AS PARTITION " + partitions + " ALL TO ([PRIMARY])");
        List<String> creation = new ArrayList<>(SqlTables.creation(table));
        creation.set(0, creation.get(0) + " ON " + partitions + " (" + quoted(column) + ")");
        session.run(creation.toArray(String[]::new));
        capture(table.id());
    }

    /** Adds a column, and enables the table a second time, so that the column is captured too. */
    void addColumn(TableId table, ColumnSchema column) {
        session.run("ALTER TABLE " + quoted(table) + " ADD " + SqlTables.column(column));
        capture(table);
    }

    private void capture(TableId table) {
        enable(table);
        awaitCapture();
    }

    private void enable(TableId table) {
        captures++;
        session.runUntilAccepted("EXEC sys.sp_cdc_enable_table @source_schema = " + text(table.schema())
                + ", @source_name = " + text(table.table()) + ", @capture_instance = N'capture_" + captures
                + "', @role_name = NULL, @supports_net_changes = 0");
    }

    /** Until the capture job has come to where the last table was enabled. */
    private void awaitCapture() {
        session.awaitRows("SELECT capture_instance FROM cdc.change_tables WHERE capture_instance = N'capture_"
                + captures + "' AND start_lsn IS NOT NULL");
    }

    private static String text(String value) {
        return "N'" + value.replace("'", "''") + "'";
    }

    /** A connection of somebody who writes, by transactions. */
    Connection openWriter() {
        Connection connection = server.connect(name);
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    List<List<@Nullable String>> rows(TableSchema table) {
        return session.rows(table);
    }

    /** Whether the user has sessions. */
    boolean isConnectedTo() {
        return session.hasRows("SELECT session_id FROM sys.dm_exec_sessions WHERE login_name = " + text(name));
    }

    /** Ends all sessions, then drops the database, with which its jobs go, and its user. */
    @Override
    public void close() {
        pulse.close();
        session.close();
        try (AdministratorSession master = server.administer("master")) {
            master.runUntilAccepted("ALTER DATABASE " + quoted(name)
                    + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE " + quoted(name));
            master.runUntilAccepted("DROP LOGIN " + quoted(name));
        }
    }
}
