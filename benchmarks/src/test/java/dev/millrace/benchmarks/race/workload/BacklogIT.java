package dev.millrace.benchmarks.race.workload;

import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rates are quoted in changes, so a backlog has to change as many rows as it says. */
class BacklogIT {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.builder().setting("fsync", "off").start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkloadName.class,
            names = {"OLTP", "HOT"},
            mode = EnumSource.Mode.EXCLUDE)
    void statementsChangeAsManyRowsAsTheySay(WorkloadName name) throws SQLException {
        Workload workload = name.make(Dialect.POSTGRES, 8000, false);
        try (Connection connection = fill(workload);
                Statement statement = connection.createStatement()) {
            long changed = 0;
            for (String sql : workload.backlog()) {
                changed += statement.executeUpdate(sql);
            }
            assertThat(changed).isEqualTo(workload.changes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HOT, SELECT sum(hits) FROM race.counters",
        "OLTP, SELECT 4 * count(*) FROM race.pgbench_history JOIN race.pgbench_accounts USING (aid)"
                + " JOIN race.pgbench_tellers USING (tid) JOIN race.pgbench_branches b ON b.bid = pgbench_history.bid"
    })
    void proceduresChangeAsManyRowsAsTheySay(WorkloadName name, String count) throws SQLException {
        Workload workload = name.make(Dialect.POSTGRES, 8000, false);
        try (Connection connection = fill(workload);
                Statement statement = connection.createStatement()) {
            for (String sql : workload.backlog()) {
                statement.execute(sql);
            }
            try (ResultSet row = statement.executeQuery(count)) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(workload.changes());
            }
        }
    }

    private static Connection fill(Workload workload) throws SQLException {
        Connection connection =
                DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS race, race_work CASCADE");
            statement.execute("CREATE SCHEMA race");
            statement.execute("CREATE SCHEMA race_work");
            for (Table table : workload.tables()) {
                statement.execute(Dialect.POSTGRES.create(table));
            }
            for (String sql : workload.tools()) {
                statement.execute(sql);
            }
            for (String sql : workload.rowsBefore()) {
                statement.execute(sql);
            }
        }
        return connection;
    }
}
