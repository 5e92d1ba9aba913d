package dev.millrace.differential;

import dev.millrace.differential.capture.NativeReader;
import dev.millrace.differential.normal.MySqlForms;
import dev.millrace.differential.normal.MySqlServerText;
import dev.millrace.differential.normal.ServerText;
import dev.millrace.differential.normal.ValueForms;
import dev.millrace.differential.workload.MySqlTables;
import dev.millrace.differential.workload.TestTable;
import dev.millrace.differential.workload.WorkloadSessions;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** A server of MySQL's family, read by the one native reader of both and by the Debezium connector of each. */
final class MySqlFamilyDifference implements Subject {
    private static final String DATABASE = "differential";

    private final DatabaseServer server;
    private final boolean mariaDb;
    private final Path stateDirectory;
    private final List<TestTable> tables;

    MySqlFamilyDifference(DatabaseServer server, boolean mariaDb, Path stateDirectory) {
        this.server = server;
        this.mariaDb = mariaDb;
        this.stateDirectory = stateDirectory;
        this.tables = MySqlTables.all(mariaDb);
    }

    void createTables() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("mysql"), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4");
            statement.execute("USE " + DATABASE);
            for (TestTable table :
                    Stream.concat(tables.stream(), beyond().stream()).toList()) {
                statement.execute(MySqlTables.creation(table));
            }
            statement.execute(Markers.creation());
        }
    }

    @Override
    public String name() {
        return (mariaDb ? "MariaDB " : "MySQL ") + server.version();
    }

    @Override
    public List<TestTable> tables() {
        return tables;
    }

    @Override
    public List<TestTable> beyond() {
        return MySqlTables.beyondDebezium(mariaDb);
    }

    @Override
    public ServerText serverText() {
        return new MySqlServerText();
    }

    @Override
    public ValueForms values() {
        return new MySqlForms();
    }

    @Override
    public boolean logHoldsWholeOldRows() {
        return true;
    }

    @Override
    public WorkloadSessions openSessions() throws SQLException {
        return WorkloadSessions.open(
                server.jdbcUrl(DATABASE), server.username(), server.password(), MySqlTables.SESSION);
    }

    @Override
    public NativeReader openNative() {
        Endpoint endpoint = new Endpoint(
                mariaDb ? "mariadb" : "mysql",
                server.host(),
                server.port(),
                "",
                server.username(),
                new Secret(server.password()),
                SslMode.NONE,
                null,
                EndpointSettings.none());
        return NativeReader.open(
                endpoint, stateDirectory, table -> table.schema().equals(DATABASE));
    }

    @Override
    public Properties debezium() {
        Properties properties = new Properties();
        properties.put(
                "connector.class",
                mariaDb
                        ? "io.debezium.connector.mariadb.MariaDbConnector"
                        : "io.debezium.connector.mysql.MySqlConnector");
        properties.put("database.hostname", server.host());
        properties.put("database.port", Integer.toString(server.port()));
        properties.put("database.user", server.username());
        properties.put("database.password", server.password());
        properties.put("database.server.id", "7654321");
        properties.put("database.ssl.mode", mariaDb ? "disable" : "preferred");
        properties.put("database.include.list", DATABASE);
        properties.put("table.exclude.list", DATABASE + ".beyond_.*");
        properties.put("schema.history.internal.store.only.captured.tables.ddl", "true");
        properties.put("schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
        properties.put("include.schema.changes", "false");
        properties.put("bigint.unsigned.handling.mode", "precise");
        properties.put("enable.time.adjuster", "false");
        properties.put("time.precision.mode", "adaptive_time_microseconds");
        return properties;
    }
}
