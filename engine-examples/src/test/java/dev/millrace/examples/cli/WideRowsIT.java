package dev.millrace.examples.cli;

import dev.millrace.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Law 7: a backlog of rows of a million bytes, of which few fit into the heap, whoever reads the log. */
class WideRowsIT {
    private static final int ROWS = 700;
    private static final String HEAP = "512m";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"native", "debezium"})
    void goThroughASmallHeap(String reader) throws Exception {
        try (PostgresServer source = PostgresServer.builder().start();
                PostgresServer target = PostgresServer.builder().start()) {
            Database from = Database.create(source, "wide");
            Database to = Database.create(target, "wide");
            from.execute("CREATE TABLE letters (id bigint PRIMARY KEY, body varchar(2000000))");
            Path task = TaskJson.between(from, to)
                    .source(from.endpoint(
                            source.username(),
                            source.password(),
                            source.port(),
                            ", \"EngineSettings\": {\"Reader\": \"" + reader + "\"}"))
                    .writeTo(folder);
            String[] arguments = {"run", task.toString(), "--until", "caught-up", "--output", "json"};
            run(arguments);
            for (int id = 0; id < ROWS; id++) {
                from.execute("INSERT INTO letters SELECT " + id + ", repeat(md5('" + id + "'), 31250)");
            }
            HeapLog heap = new HeapLog(folder.resolve("gc.log"));
            run(arguments, heap.option(), "-Xmx" + HEAP);
            System.out.printf(
                    "wide rows: %s, %d MB with -Xmx%s; heap at most %d MB, %d MB after a collection%n",
                    reader, ROWS, HEAP, heap.peakMegabytes(), heap.keptMegabytes());
            String digest = "SELECT count(*), md5(string_agg(md5(body), '' ORDER BY id)) FROM letters";
            assertThat(to.rows(digest))
                    .isEqualTo(from.rows(digest))
                    .singleElement()
                    .satisfies(row -> assertThat(row).startsWith(ROWS + ""));
        }
    }

    private void run(String[] arguments, String... jvmOptions) throws Exception {
        try (MillraceProcess process = MillraceProcess.startOfClassPath(folder, List.of(jvmOptions), arguments)) {
            assertThat(process.awaitEnd(PATIENCE)).as(process.output()).isZero();
        }
    }
}
