package dev.millrace.testing.workload;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WorkloadIT {

    @Test
    void writesToPostgres() throws SQLException {
        try (DatabaseServer server = PostgresServer.builder().start()) {
            writesAndStops(server, WorkloadDialect.POSTGRES, "postgres");
        }
    }

    @Test
    void writesToMySql() throws SQLException {
        try (DatabaseServer server = MySqlServer.builder().start()) {
            writesAndStops(server, WorkloadDialect.MYSQL, "sys");
        }
    }

    @Test
    void writesToMariaDb() throws SQLException {
        try (DatabaseServer server = MariaDbServer.builder().start()) {
            writesAndStops(server, WorkloadDialect.MYSQL, "sys");
        }
    }

    /** The same seed writes the same rows into either database, as far as one writer goes. */
    @Test
    void writesTheSameToEveryDatabaseAndTheComparisonSeesIt() throws SQLException {
        try (DatabaseServer postgres = PostgresServer.builder().start();
                DatabaseServer mysql = MySqlServer.builder().start();
                DatabaseServer mariadb = MariaDbServer.builder().start();
                Workload toPostgres = workload(postgres, WorkloadDialect.POSTGRES, "postgres", 1);
                Workload toMySql = workload(mysql, WorkloadDialect.MYSQL, "sys", 1);
                Workload toMariaDb = workload(mariadb, WorkloadDialect.MYSQL, "sys", 1);
                Connection inPostgres = connect(postgres, "postgres");
                Connection inMySql = connect(mysql, "sys");
                Connection inMariaDb = connect(mariadb, "sys")) {
            for (Workload workload : List.of(toPostgres, toMySql, toMariaDb)) {
                workload.createTables();
                workload.fill(400);
            }
            for (String table : toPostgres.tableNames()) {
                if (!table.equals("event")) {
                    assertEqual(inPostgres, inMySql, table);
                    assertEqual(inMySql, inPostgres, table);
                    assertEqual(inMariaDb, inPostgres, table);
                }
            }
        }
    }

    @Test
    void theComparisonFindsEveryKindOfDifference() throws SQLException {
        try (DatabaseServer server = PostgresServer.builder().start();
                Connection connection = connect(server, "postgres");
                Statement statement = connection.createStatement()) {
            for (String schema : List.of("a", "b")) {
                statement.execute("CREATE SCHEMA " + schema);
                statement.execute("CREATE TABLE " + schema + ".k (id int PRIMARY KEY, v text, n numeric)");
                statement.execute("INSERT INTO " + schema + ".k VALUES (1, 'x', 1.0), (2, NULL, 2), (3, '', 3)");
                statement.execute("CREATE TABLE " + schema + ".m (v text)");
                statement.execute("INSERT INTO " + schema + ".m VALUES ('x'), ('x'), (NULL)");
            }
            assertEqual(connection, "a", connection, "b", "k");
            assertEqual(connection, "a", connection, "b", "m");
            assertThat(difference(statement, "UPDATE b.k SET v = '' WHERE id = 2", "k"))
                    .containsExactly("wrong (2); v is  instead of ∅; [1] times");
            assertThat(difference(statement, "DELETE FROM b.k WHERE id = 3", "k"))
                    .containsExactly("missing (3)");
            assertThat(difference(statement, "INSERT INTO b.k VALUES (4, '', 0)", "k"))
                    .containsExactly("too much (4)");
            assertThat(difference(statement, "UPDATE b.k SET n = 1.01 WHERE id = 1", "k"))
                    .hasSize(1);
            assertThat(difference(statement, "INSERT INTO b.m VALUES ('x')", "m"))
                    .containsExactly("3 times instead of 2: (x)");
            assertThat(difference(statement, "DELETE FROM b.m WHERE v IS NULL", "m"))
                    .containsExactly("0 times instead of 1: (∅)");
            assertThat(difference(statement, "INSERT INTO b.m VALUES ('y')", "m"))
                    .containsExactly("1 times instead of 0: (y)");
            assertThat(difference(statement, "ALTER TABLE b.m ADD COLUMN w int", "m"))
                    .hasSize(1);
        }
    }

    private static void writesAndStops(DatabaseServer server, WorkloadDialect dialect, String database)
            throws SQLException {
        try (Workload workload = workload(server, dialect, database, 3);
                Connection connection = connect(server, database)) {
            workload.createTables();
            workload.fill(100);
            long filled = workload.counts().committedTransactions();
            assertThat(filled).isGreaterThan(250);
            workload.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> workload.counts().committedTransactions() > filled + 300
                            && workload.counts().rolledBackTransactions() > 10);
            workload.stop();
            long stopped = workload.counts().committedTransactions();
            assertThat(count(connection, "shop.account")).isPositive();
            for (String table : workload.tableNames()) {
                assertThat(count(connection, "shop." + table)).as(table).isPositive();
                assertEqual(connection, "shop", connection, "shop", table);
            }
            assertThat(workload.counts().committedTransactions()).isEqualTo(stopped);
            server.kill();
            server.start();
            workload.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> workload.counts().committedTransactions() > stopped);
            workload.stop();
        }
    }

    private static List<String> difference(Statement statement, String change, String table) throws SQLException {
        Connection connection = statement.getConnection();
        connection.setAutoCommit(false);
        statement.execute(change);
        List<String> differences =
                TableComparison.compare(connection, "a", connection, "b", table).differences();
        connection.rollback();
        connection.setAutoCommit(true);
        return differences;
    }

    private static void assertEqual(Connection source, Connection target, String table) throws SQLException {
        assertEqual(source, "shop", target, "shop", table);
    }

    private static void assertEqual(
            Connection source, String sourceSchema, Connection target, String targetSchema, String table)
            throws SQLException {
        TableComparison comparison = TableComparison.compare(source, sourceSchema, target, targetSchema, table);
        assertThat(comparison.isEqual()).as(comparison.toString()).isTrue();
        assertThat(comparison.sourceRows()).isPositive().isEqualTo(comparison.targetRows());
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static Workload workload(DatabaseServer server, WorkloadDialect dialect, String database, int writers) {
        return Workload.on(dialect, server.jdbcUrl(database), server.username(), server.password())
                .seed(11)
                .writers(writers)
                .transactionsPerSecond(200)
                .build();
    }

    private static Connection connect(DatabaseServer server, String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database), server.username(), server.password());
    }
}
