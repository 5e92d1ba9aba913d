package dev.millrace.sink.s3;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TransactionHeader;
import dev.millrace.sink.s3.catalog.GlueServer;
import dev.millrace.spi.Finding;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.ChangeLogWriter.Moment;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.LoggedChange.Operation;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import dev.millrace.testing.contract.TextRows;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Files, and what the catalogue of Glue says of them. */
class CatalogueIT {
    private static final TableId ID = new TableId("app", "items");
    private static final TableSchema ITEMS = TableSchema.builder(ID, EngineFamily.POSTGRES)
            .columns(List.of(
                    ColumnSchema.of("id", DataType.of(Kind.INT4), "integer"),
                    ColumnSchema.of("name", DataType.of(Kind.CLOB), "text")))
            .build();
    private static final Instant TIME = Instant.parse("2026-11-22T23:59:59Z");
    private static final Checkpoint START = new Checkpoint("0", TIME, 0);
    private static final ChunkDone DONE = new ChunkDone(1, "low", "high");

    private GlueServer glue;
    private @Nullable ContractFixture fixture;
    private @Nullable Sink sink;

    private record Place(String encode) implements SourcePosition {
        @Override
        public boolean covers(SourcePosition other) {
            return encode.compareTo(other.encode()) >= 0;
        }
    }

    @BeforeEach
    void start() throws IOException {
        glue = new GlueServer();
    }

    @AfterEach
    void close() {
        sink().close();
        lake().close();
        glue.close();
    }

    @Test
    void filesAreInTheCatalogueOnceTheyShow() {
        Fence fence = begin(Map.of("IncludeOpForFullLoad", "true", "DatePartitionEnabled", "true"));
        try (LoadWriter writer = sink().openLoadWriter(ITEMS, fence)) {
            writer.write(List.of(TextRows.row(ITEMS, "1", "one")));
            assertThat(glue.table("app.items")).isEmpty();
            writer.commit(ID, 0, DONE);
        }
        assertThat(lake().files(ID)).containsExactly("load/LOAD00000001.csv");
        assertThat(folders()).containsExactly("load/");
        assertThat(glue.columns("app.items")).containsExactly("op string", "id string", "name string");
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(insert(1, TIME));
            log.append(insert(2, TIME.plusSeconds(1)));
            assertThat(folders()).containsExactly("load/");
            log.commit(new Checkpoint("2", TIME.plusSeconds(1), 2), Moment.END);
        }
        assertThat(folders()).containsExactly("2026/11/22/", "2026/11/23/", "load/");
        sink().dropTable(ID);
        assertThat(glue.table("app.items")).isEmpty();
    }

    /** The files are committed, and whoever goes on tells the catalogue, as after a kill between the two. */
    @Test
    void aLoadThatTheCatalogueHasNotHeardOfIsMadeUpFor() {
        Fence fence = begin(Map.of("IncludeOpForFullLoad", "true"));
        glue.fail("CreateTable", "AccessDeniedException");
        try (LoadWriter writer = sink().openLoadWriter(ITEMS, fence)) {
            writer.write(List.of(TextRows.row(ITEMS, "1", "one")));
            assertThat(failsWith(ErrorCode.TARGET_GRANT_MISSING, () -> writer.commit(ID, 0, DONE)))
                    .hasMessageContaining("app.items");
        }
        assertThat(glue.table("app.items")).isEmpty();
        sink().close();
        glue.fail("", "");
        goOn();

        assertThat(glue.columns("app.items")).hasSize(3);
        assertThat(lake().files(ID)).containsExactly("LOAD00000001.csv");
        assertThat(lake().rows(ITEMS)).containsExactly(List.of("I", "1", "one"));
        try (TaskStore store = sink().taskStore()) {
            assertThat(store.loadProgress())
                    .singleElement()
                    .satisfies(table -> assertThat(table.chunks().get(0).done()).contains(DONE));
        }
    }

    @Test
    void changesThatTheCatalogueHasNotHeardOfAreMadeUpFor() {
        Fence fence = begin(Map.of("DatePartitionEnabled", "true"));
        Checkpoint reached = new Checkpoint("1", TIME, 1);
        glue.fail("BatchCreatePartition", "ConcurrentModificationException");
        try (ChangeLogWriter log = sink().openChangeLog(fence)) {
            log.append(insert(1, TIME));
            failsWith(ErrorCode.TARGET_CONNECTION_LOST, () -> log.commit(reached, Moment.END));
        }
        assertThat(folders()).isEmpty();
        sink().close();
        goOnRefused();
        glue.fail("", "");
        goOn();

        assertThat(folders()).containsExactly("2026/11/22/");
        assertThat(lake().record(ITEMS)).containsExactly("I [1, name]");
        try (TaskStore store = sink().taskStore()) {
            assertThat(store.checkpoint()).contains(reached);
        }
    }

    @Test
    void ofParquetTheMarkIsAColumnThoughLoadedFilesHaveNone() {
        Fence fence = begin(Map.of("DataFormat", "parquet"));
        try (LoadWriter writer = sink().openLoadWriter(ITEMS, fence)) {
            writer.write(List.of(TextRows.row(ITEMS, "1", "one")));
            writer.commit(ID, 0, DONE);
        }
        assertThat(glue.columns("app.items")).containsExactly("op string", "id int", "name string");
    }

    @Test
    void aLoadOfUnmarkedLinesIsRefused() {
        Fence fence = begin(Map.of());
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> sink().openLoadWriter(ITEMS, fence)))
                .hasMessageContaining("IncludeOpForFullLoad");
        assertThat(sink().check(List.of(ITEMS)))
                .singleElement()
                .extracting(Finding::problem)
                .asString()
                .contains("a full load would be refused");
    }

    private List<String> folders() {
        return glue.locations("app.items").stream()
                .map(location -> location.replaceFirst(".*/app/items/", ""))
                .toList();
    }

    private Fence begin(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("GlueCatalogGeneration", "true");
        all.put("GlueEndpointUrl", glue.url());
        fixture = new ContractFixture(all);
        Fence fence = goOn();
        try (TaskStore store = sink().taskStore()) {
            store.begin(fence, START);
            store.planTable(fence, ID, true, List.of(new Chunk(0, "all", -1, "")));
        }
        return fence;
    }

    private Fence goOn() {
        Sink next = lake().open("task");
        sink = next;
        next.check(List.of(ITEMS));
        try (TaskStore store = next.taskStore()) {
            return store.acquire();
        }
    }

    private ContractFixture lake() {
        return requireNonNull(fixture);
    }

    private Sink sink() {
        return requireNonNull(sink);
    }

    private void goOnRefused() {
        try (Sink next = lake().open("task");
                TaskStore store = next.taskStore()) {
            next.check(List.of(ITEMS));
            failsWith(ErrorCode.TARGET_CONNECTION_LOST, store::acquire);
        }
    }

    private static LoggedChange insert(int id, Instant time) {
        TransactionHeader transaction = new TransactionHeader("t" + id, new Place("" + id), time);
        return new LoggedChange(
                transaction, ID, ITEMS, Operation.INSERT, null, TextRows.row(ITEMS, "" + id, "name"), id, 1);
    }
}
