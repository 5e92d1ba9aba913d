package dev.millrace.differential;

import dev.millrace.differential.capture.NativeReader;
import dev.millrace.differential.debezium.DebeziumReader;
import dev.millrace.differential.normal.PostgresForms;
import dev.millrace.differential.normal.PostgresServerText;
import dev.millrace.differential.normal.ServerText;
import dev.millrace.differential.normal.ValueForms;
import dev.millrace.differential.workload.PostgresTables;
import dev.millrace.differential.workload.TestTable;
import dev.millrace.differential.workload.WorkloadSessions;
import dev.millrace.servers.PostgresServer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native PostgreSQL reader and Debezium's, each with a slot of its own. */
class PostgresDifferenceIT {
    private static final String DATABASE = "postgres";
    private static final String SLOT = "oracle";

    @TempDir
    Path stateDirectory;

    @Test
    void bothReadersTellTheSameChanges() throws Exception {
        try (PostgresServer server = PostgresServer.builder().start()) {
            List<TestTable> tables = PostgresTables.all();
            createTables(server, tables);
            DifferentialRun.of(new Postgres(server, tables));
        }
    }

    private static void createTables(PostgresServer server, List<TestTable> tables) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(DATABASE), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            for (String preliminary : PostgresTables.PRELIMINARIES) {
                statement.execute(preliminary);
            }
            for (TestTable table : Stream.concat(tables.stream(), PostgresTables.beyondDebezium().stream())
                    .toList()) {
                for (String creation : PostgresTables.creation(table)) {
                    statement.execute(creation);
                }
            }
            statement.execute(Markers.creation());
            statement.execute("CREATE PUBLICATION " + SLOT + " FOR ALL TABLES");
        }
    }

    private final class Postgres implements Subject {
        private final PostgresServer server;
        private final List<TestTable> tables;

        Postgres(PostgresServer server, List<TestTable> tables) {
            this.server = server;
            this.tables = tables;
        }

        @Override
        public String name() {
            return "PostgreSQL " + server.version();
        }

        @Override
        public List<TestTable> tables() {
            return tables;
        }

        @Override
        public List<TestTable> beyond() {
            return PostgresTables.beyondDebezium();
        }

        @Override
        public ServerText serverText() {
            return new PostgresServerText();
        }

        @Override
        public ValueForms values() {
            return new PostgresForms();
        }

        @Override
        public boolean logHoldsWholeOldRows() {
            return false;
        }

        @Override
        public WorkloadSessions openSessions() throws SQLException {
            return WorkloadSessions.open(
                    server.jdbcUrl(DATABASE), server.username(), server.password(), List.of("SET TimeZone = 'UTC'"));
        }

        @Override
        public NativeReader openNative() {
            Endpoint endpoint = new Endpoint(
                    "postgres",
                    server.host(),
                    server.port(),
                    DATABASE,
                    server.username(),
                    new Secret(server.password()),
                    SslMode.NONE,
                    null,
                    EndpointSettings.none());
            return NativeReader.open(
                    endpoint, stateDirectory, table -> table.schema().equals("public"));
        }

        @Override
        public Properties debezium() {
            Properties properties = new Properties();
            properties.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
            properties.put("database.hostname", server.host());
            properties.put("database.port", Integer.toString(server.port()));
            properties.put("database.user", server.username());
            properties.put("database.password", server.password());
            properties.put("database.dbname", DATABASE);
            properties.put("table.exclude.list", "public.beyond_.*");
            properties.put("plugin.name", "pgoutput");
            properties.put("slot.name", SLOT);
            properties.put("publication.name", SLOT);
            properties.put("publication.autocreate.mode", "disabled");
            properties.put("include.unknown.datatypes", "true");
            properties.put("interval.handling.mode", "string");
            properties.put("hstore.handling.mode", "map");
            properties.put("unavailable.value.placeholder", DebeziumReader.UNAVAILABLE);
            return properties;
        }
    }
}
