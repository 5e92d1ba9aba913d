package dev.millrace.sink.dynamodb;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import dev.millrace.testing.contract.TextRows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Networks fail, and sinks are closed at any moment. */
class ConnectionIT {
    private static final TableId SOURCE = new TableId("app", "goods");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final TableSchema GOODS = TableSchema.builder(SOURCE, EngineFamily.POSTGRES)
            .columns(List.of(
                    ColumnSchema.of("id", DataType.of(Kind.INT4), "integer").notNull(),
                    ColumnSchema.of("name", DataType.of(Kind.CLOB), "text")))
            .primaryKey(new KeySchema("key", List.of("id")))
            .build();

    private final DynamoFixture fixture = new DynamoFixture();

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    private static List<Row> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> TextRows.row(GOODS, "" + id, "good " + id))
                .toList();
    }

    private static Fence begin(Sink sink) {
        sink.createTable(GOODS);
        try (TaskStore store = sink.taskStore()) {
            Fence fence = store.acquire();
            store.begin(fence, checkpoint(0));
            store.planTable(fence, SOURCE, true, List.of(new Chunk(0, "all", -1, "")));
            return fence;
        }
    }

    private static Checkpoint checkpoint(long changes) {
        return new Checkpoint("place " + changes, Instant.EPOCH, changes);
    }

    private static ChangeSet insert(int from, int to) {
        return new ChangeSet(GOODS, ChangeSet.Kind.INSERT, List.of(), rows(from, to));
    }

    @Test
    void serverThatDoesNotListenIsUnreachable() {
        failsWith(ErrorCode.TARGET_UNREACHABLE, fixture::openWithoutServer);
    }

    @Test
    void connectionsThatAreCutAreMadeAgainAndNothingIsLost() {
        try (Sink sink = fixture.open("task")) {
            Fence fence = begin(sink);
            try (LoadWriter load = sink.openLoadWriter(GOODS, fence);
                    ChangeWriter writer = sink.openChangeWriter(fence)) {
                load.write(rows(0, 2000));
                fixture.cutConnections();
                load.write(rows(2000, 3000));
                load.commit(SOURCE, 0, new ChunkDone(3000, "low", "high"));
                writer.announce(checkpoint(1));
                writer.apply(insert(3000, 3100));
                fixture.cutConnections();
                writer.commit(checkpoint(1));
            }
            assertThat(fixture.rows(GOODS)).hasSize(3100);
            try (TaskStore store = sink.taskStore()) {
                assertThat(store.checkpoint()).contains(checkpoint(1));
                assertThat(store.loadProgress().get(0).isLoaded()).isTrue();
            }
        }
    }

    @Test
    void closeEndsWritersThatWaitForADeadNetwork() {
        Sink sink = fixture.open("task");
        Fence fence = begin(sink);
        ChangeWriter writer = sink.openChangeWriter(fence);
        LoadWriter load = sink.openLoadWriter(GOODS, fence);
        writer.announce(checkpoint(1));
        fixture.stallConnections();
        List<CompletableFuture<Void>> waiting = List.of(
                CompletableFuture.runAsync(() -> writer.apply(insert(0, 100))), CompletableFuture.runAsync(() -> {
                    load.write(rows(100, 1000));
                    load.commit(SOURCE, 0, new ChunkDone(900, "low", "high"));
                }));
        long begun = System.nanoTime();
        sink.close();
        sink.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
        for (CompletableFuture<Void> each : waiting) {
            Awaitility.await().atMost(LIMIT).until(each::isDone);
            assertThatThrownBy(each::join).hasCauseInstanceOf(ReplicationException.class);
        }
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("task/dynamodb")));
    }
}
