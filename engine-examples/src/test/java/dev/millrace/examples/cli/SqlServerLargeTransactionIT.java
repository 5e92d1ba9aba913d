package dev.millrace.examples.cli;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedSqlServer;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Law 7 for change tables: one transaction with far more rows than the heap holds, from an emulated SQL Server. */
class SqlServerLargeTransactionIT {
    private static final int ROWS = Integer.getInteger("millrace.large.sqlserver.rows", 120_000);
    private static final String HEAP = System.getProperty("millrace.large.heap", "256m");
    private static final Duration PATIENCE = Duration.ofSeconds(180 + ROWS / 500);
    private static final String NAME = "a name as long as a page ".repeat(100).strip();
    private static final int ROWS_AT_ONCE = 500;

    @TempDir
    private Path folder;

    @Test
    void goesThroughASmallHeap() throws Exception {
        try (EmulatedSqlServer server = EmulatedSqlServer.start();
                EmulatedDatabase source = server.createDatabase("large", "replicator", "secret");
                PostgresServer target = PostgresServer.builder().start()) {
            Database to = Database.create(target, "large");
            source.createSchema("dbo");
            source.createTable(EmulatedTable.of(
                    "dbo",
                    "big",
                    List.of(EmulatedColumn.of("id", "int", false), EmulatedColumn.of("name", "nvarchar(4000)", false)),
                    List.of("id")));
            source.enableCapture("dbo", "big", "dbo_big");
            Path task = task(server, to);
            run(task);
            writeOneTransaction(source);

            HeapLog heap = new HeapLog(folder.resolve("gc.log"));
            long begun = System.nanoTime();
            run(task, heap.option(), "-Xmx" + HEAP);

            System.out.printf(
                    "large transaction: sqlserver-postgres, %,d rows of 2.5 kilobytes in %.1f s with -Xmx%s; heap at most %d MB, %d MB after a collection%n",
                    ROWS, (System.nanoTime() - begun) / 1e9, HEAP, heap.peakMegabytes(), heap.keptMegabytes());
            assertThat(to.rows("SELECT count(*), sum(id), min(name), max(name) FROM dbo.big"))
                    .containsExactly(ROWS + " " + ROWS * (ROWS + 1L) / 2 + " " + NAME + " " + NAME);
        }
    }

    private Path task(EmulatedSqlServer server, Database to) throws Exception {
        return TaskJson.named("large")
                .source("""
                        {"EngineName": "sqlserver", "ServerName": "127.0.0.1", "Port": %d, "DatabaseName": "large",
                         "Username": "replicator", "Password": "secret", "SslMode": "none",
                         "EngineSettings": {"JdbcUrl": "jdbc:emulated-sqlserver://127.0.0.1:%d/large"}}""".formatted(server.port(), server.port()))
                .target(to.endpoint())
                .rules("""
                        {"rule-type": "selection", "rule-id": 1, "rule-name": "1", "rule-action": "include",
                         "object-locator": {"schema-name": "dbo", "table-name": "%"}}""")
                .writeTo(folder);
    }

    private static void writeOneTransaction(EmulatedDatabase source) {
        source.transaction(changes -> {
            for (int from = 1; from <= ROWS; from += ROWS_AT_ONCE) {
                List<List<Object>> rows = new ArrayList<>();
                for (int id = from; id < from + ROWS_AT_ONCE && id <= ROWS; id++) {
                    rows.add(List.of(id, NAME));
                }
                changes.insert("dbo", "big", List.of("id", "name"), rows);
            }
        });
    }

    private void run(Path task, String... jvmOptions) throws Exception {
        String[] arguments = {"run", task.toString(), "--until", "caught-up", "--output", "json"};
        try (MillraceProcess process = MillraceProcess.startOfClassPath(folder, List.of(jvmOptions), arguments)) {
            assertThat(process.awaitEnd(PATIENCE)).as(process.output()).isZero();
        }
    }
}
