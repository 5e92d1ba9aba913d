package dev.millrace.examples.cli;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Law 7: one transaction with far more rows than the heap holds. CI runs a sample; {@code docs/endurance.md} has the command that runs
 * five million rows.
 */
class LargeTransactionIT {
    private static final String ROWS_PROPERTY = "millrace.large.rows";
    private static final String HEAP_PROPERTY = "millrace.large.heap";
    private static final String PAIR_PROPERTY = "millrace.large.pair";

    private static final int ROWS = Integer.getInteger(ROWS_PROPERTY, 400_000);
    private static final String HEAP = System.getProperty(HEAP_PROPERTY, "80m");
    private static final Duration PATIENCE = Duration.ofSeconds(120 + ROWS / 2_000);

    @TempDir
    private Path folder;

    static Stream<String> pairs() {
        String chosen = System.getProperty(PAIR_PROPERTY);
        return chosen == null ? Stream.of("postgres-postgres", "mysql-postgres") : Stream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void goesThroughASmallHeap(String pair) throws Exception {
        String[] engines = pair.split("-");
        try (DatabaseServer source = start(engines[0]);
                DatabaseServer target = start(engines[1])) {
            Database from = Database.create(source, "large");
            Database to = Database.create(target, "large");
            from.execute("CREATE TABLE big (id bigint PRIMARY KEY, name varchar(60), amount numeric(12,2), n int)");
            from.execute("INSERT INTO big VALUES (0, 'the first', 1.5, 0)");
            Path task = TaskJson.between(from, to).writeTo(folder);
            assertThat(MillraceProcess.run(folder, arguments(task)).exitCode()).isZero();
            writeOneTransaction(from);

            HeapLog heap = new HeapLog(folder.resolve("gc.log"));
            Instant begun = Instant.now();
            try (MillraceProcess process =
                    MillraceProcess.start(folder, List.of("-Xmx" + HEAP, heap.option()), arguments(task))) {
                assertThat(process.awaitEnd(PATIENCE)).as(process.output()).isZero();
            }
            long millis = Duration.between(begun, Instant.now()).toMillis();

            System.out.printf(
                    "large transaction: %s, %,d rows in %.1f s with -Xmx%s; heap at most %d MB, %d MB after a collection%n",
                    pair, ROWS, millis / 1000.0, HEAP, heap.peakMegabytes(), heap.keptMegabytes());
            assertThat(to.rows(digest(to))).isEqualTo(from.rows(digest(from)));
            assertThat(from.rows("SELECT count(*) FROM big")).containsExactly(Integer.toString(ROWS - ROWS / 10 + 1));
        }
    }

    private static DatabaseServer start(String engine) {
        return switch (engine) {
            case "postgres" -> PostgresServer.builder().start();
            case "mysql" -> MySqlServer.builder().start();
            default -> throw new IllegalArgumentException(PAIR_PROPERTY + " names " + engine);
        };
    }

    private static String[] arguments(Path task) {
        return new String[] {"run", task.toString(), "--until", "caught-up", "--output", "json"};
    }

    /** Inserts all rows, changes a tenth of them, and deletes another tenth again. */
    private static void writeOneTransaction(Database from) throws SQLException {
        try (Connection connection = from.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    from.engineName().equals("postgres")
                            ? "INSERT INTO big SELECT n, md5(n::text), n / 7.0, n % 1000 FROM generate_series(1, "
                                    + ROWS + ") n"
                            : "INSERT INTO big WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < "
                                    + ROWS
                                    + ") SELECT /*+ SET_VAR(cte_max_recursion_depth = 100000000) */ n, md5(n), ROUND(n / 7, 2), n % 1000 FROM s");
            statement.execute("UPDATE big SET n = -n WHERE id > 0 AND id % 10 = 1");
            statement.execute("DELETE FROM big WHERE id > 0 AND id % 10 = 2");
            connection.commit();
        }
    }

    /** One line for all rows, the same on every engine. */
    private static String digest(Database database) {
        String row = "md5(concat(id, '|', name, '|', amount, '|', n))";
        String number = database.engineName().equals("postgres")
                ? "('x' || substr(" + row + ", 1, 8))::bit(32)::bigint"
                : "CAST(CONV(SUBSTR(" + row + ", 1, 8), 16, 10) AS unsigned)";
        return "SELECT count(*), CAST(sum(" + number + ") AS decimal(30,0)) FROM big";
    }
}
