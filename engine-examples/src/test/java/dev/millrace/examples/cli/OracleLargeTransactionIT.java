package dev.millrace.examples.cli;

import dev.millrace.emulated.oracle.EmulatedOracle;
import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Law 7 where the log tells of a transaction long before its end: one with far more rows than the heap holds, from an emulated Oracle. CI runs a sample;
 * {@code docs/endurance.md} has the command that runs more.
 */
class OracleLargeTransactionIT {
    private static final int ROWS = Integer.getInteger("millrace.large.oracle.rows", 80_000);
    private static final String HEAP = System.getProperty("millrace.large.heap", "256m");
    private static final Duration PATIENCE = Duration.ofSeconds(180 + ROWS / 500);
    private static final String NAME = "a name as long as a page ".repeat(100).strip();
    private static final int ROWS_AT_ONCE = 500;

    @TempDir
    private Path folder;

    @Test
    void goesThroughASmallHeap() throws Exception {
        try (EmulatedOracle oracle = EmulatedOracle.start("secret");
                PostgresServer target = PostgresServer.builder().start()) {
            Database to = Database.create(target, "large");
            oracle.createSchema("HR");
            oracle.createTable(
                    OracleTable.of(
                                    "HR",
                                    "BIG",
                                    Column.of("ID", "NUMBER(9)").notNull(),
                                    Column.of("NAME", "VARCHAR2(4000)"))
                            .withPrimaryKey("ID"),
                    true);
            Path task = task(oracle, to);
            run(task);
            writeOneTransaction(oracle);

            HeapLog heap = new HeapLog(folder.resolve("gc.log"));
            long begun = System.nanoTime();
            run(task, heap.option(), "-Xmx" + HEAP);

            System.out.printf(
                    "large transaction: oracle-postgres, %,d rows of 2.5 kilobytes in %.1f s with -Xmx%s; heap at most %d MB, %d MB after a collection%n",
                    ROWS, (System.nanoTime() - begun) / 1e9, HEAP, heap.peakMegabytes(), heap.keptMegabytes());
            assertThat(to.rows("SELECT count(*), sum(\"ID\"), min(\"NAME\"), max(\"NAME\") FROM \"HR\".\"BIG\""))
                    .containsExactly(ROWS + " " + ROWS * (ROWS + 1L) / 2 + " " + NAME + " " + NAME);
        }
    }

    private Path task(EmulatedOracle oracle, Database to) throws Exception {
        return TaskJson.named("large")
                .source("""
                        {"EngineName": "oracle", "ServerName": "127.0.0.1", "DatabaseName": "ORCL", "Username": "%s",
                         "Password": "secret", "EngineSettings": {"JdbcUrl": "%s"}}""".formatted(EmulatedOracle.USER, oracle.jdbcUrl(oracle.port())))
                .target(to.endpoint())
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "HR", "table-name": "%"}}""")
                .writeTo(folder);
    }

    private static void writeOneTransaction(EmulatedOracle oracle) {
        try (OracleTransaction transaction = oracle.begin()) {
            for (int from = 1; from <= ROWS; from += ROWS_AT_ONCE) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                for (int id = from; id < from + ROWS_AT_ONCE && id <= ROWS; id++) {
                    rows.add(List.of(Integer.toString(id), NAME));
                }
                transaction.insert("HR", "BIG", rows);
            }
            transaction.commit();
        }
    }

    private void run(Path task, String... jvmOptions) throws Exception {
        String[] arguments = {"run", task.toString(), "--until", "caught-up", "--output", "json"};
        try (MillraceProcess process = MillraceProcess.startOfClassPath(folder, List.of(jvmOptions), arguments)) {
            assertThat(process.awaitEnd(PATIENCE)).as(process.output()).isZero();
        }
    }
}
