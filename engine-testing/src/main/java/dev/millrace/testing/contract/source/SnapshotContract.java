package dev.millrace.testing.contract.source;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.BulkReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import dev.millrace.testing.contract.TextRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A snapshot is read by many threads at once, says which state of a table it shows, and leaves nothing behind. */
public abstract class SnapshotContract extends SourceTopic {
    private static final int ROWS = 2000;
    private static final ChunkPolicy PLANNED = new ChunkPolicy.Planned(200);

    private TableSchema filledItems() {
        TableSchema items = createItems();
        write(writer -> writer.insert(items, items(0, ROWS)));
        return items;
    }

    @Test
    void manyThreadsReadAtOnceAndEachRowOnce() throws ExecutionException, InterruptedException {
        TableSchema items = filledItems();
        Queue<String> rows = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            List<Future<?>> reads = new ArrayList<>();
            for (Chunk chunk : snapshot.plan(items, PLANNED)) {
                reads.add(threads.submit(() -> rows.addAll(Chunks.rows(snapshot, items, List.of(chunk)))));
            }
            for (Future<?> read : reads) {
                read.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(rows).hasSize(ROWS).doesNotHaveDuplicates();
    }

    @Test
    void readerGivesNoMoreThanItIsAskedForAndThenNothing() {
        TableSchema items = createItems();
        write(writer -> writer.insert(
                items,
                IntStream.range(0, 500)
                        .mapToObj(i -> row("" + i, "x".repeat(100)))
                        .toList()));
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            Chunk whole =
                    snapshot.plan(items, new ChunkPolicy.Planned(1_000_000)).get(0);
            try (ChunkReader reader = snapshot.read(items, whole)) {
                assertThat(reader.next(7, 1 << 20)).hasSize(7);
                List<Row> few = reader.next(500, 1000);
                assertThat(few.stream().mapToInt(Row::byteSize).sum())
                        .as("bytes of a read that asks for about 1000")
                        .isBetween(1, 3000);
                int rest = 0;
                for (List<Row> rows = reader.next(100, 1 << 20); !rows.isEmpty(); rows = reader.next(100, 1 << 20)) {
                    assertThat(rows).hasSizeLessThanOrEqualTo(100);
                    rest += rows.size();
                }
                assertThat(7 + few.size() + rest).isEqualTo(500);
                assertThat(reader.next(100, 1 << 20)).isEmpty();
            }
        }
    }

    @Test
    void readerMayBeClosedBeforeTheEnd() {
        TableSchema items = filledItems();
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            List<Chunk> chunks = snapshot.plan(items, PLANNED);
            for (Chunk chunk : chunks) {
                try (ChunkReader reader = snapshot.read(items, chunk)) {
                    reader.next(3, 1 << 20);
                }
            }
            assertThat(Chunks.rows(snapshot, items, chunks)).hasSize(ROWS);
        }
    }

    @Test
    void columnsAreReadInTheOrderAsked() {
        TableSchema items = filledItems();
        TableSchema turned = items.toBuilder()
                .columns(List.of(items.column(1), items.column(0)))
                .build();
        TableSchema keyOnly =
                items.toBuilder().columns(List.of(items.column(0))).build();
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            List<Chunk> chunks = snapshot.plan(items, PLANNED);
            assertThat(Chunks.rows(snapshot, turned, chunks)).hasSize(ROWS).contains("[item 7, 7]");
            assertThat(Chunks.rows(snapshot, keyOnly, chunks)).hasSize(ROWS).contains("[7]");
        }
    }

    @Test
    void windowIsKnownAfterTheFirstReadAndLiesBehindTheStart() {
        TableSchema items = filledItems();
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            for (Chunk chunk : snapshot.plan(items, PLANNED)) {
                try (ChunkReader reader = snapshot.read(items, chunk)) {
                    reader.next(3, 1 << 20);
                    SnapshotWindow window = reader.window();
                    assertThat(window.low().covers(snapshot.start())).isTrue();
                    assertThat(window.high().covers(window.low())).isTrue();
                    assertThat(source.currentPosition().covers(window.high())).isTrue();
                }
            }
        }
    }

    @Test
    void rowsAndTheLogTellTheSameValues() {
        TableSchema items = createItems();
        List<String> texts = List.of(
                "",
                " ",
                "blanks  ",
                "\\",
                "\\N",
                "a\tb",
                "line\nfeed\r\n",
                "'",
                "\"",
                "NULL",
                "Grüße 日本 😀",
                "%s ? $1");
        SourcePosition start;
        try (Snapshot empty = source.openSnapshot(List.of(items), true)) {
            start = empty.start();
        }
        write(writer -> {
            writer.insert(items, List.of(row("-1", null)));
            for (int i = 0; i < texts.size(); i++) {
                writer.insert(items, List.of(row("" + i, texts.get(i))));
            }
        });
        List<String> logged = Log.changes(read(start, items)).stream()
                .map(line -> line.replace("insert items ", ""))
                .toList();
        assertThat(logged)
                .hasSize(1 + texts.size())
                .startsWith("[-1, null]", fixture.emptyTextIsNull() ? "[0, null]" : "[0, ]", "[1,  ]");
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            assertThat(Chunks.rows(snapshot, items, snapshot.plan(items, PLANNED)))
                    .containsExactlyInAnyOrderElementsOf(logged);
        }
    }

    @Test
    void unparsedChunksHoldTheSameRowsAndShowTheSameState() {
        TableSchema items = filledItems();
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            List<BulkFormat> formats = snapshot.bulkFormats(items);
            assumeTrue(!formats.isEmpty(), "this source gives no unparsed rows");
            for (BulkFormat format : formats) {
                long rows = 0;
                for (Chunk chunk : snapshot.plan(items, PLANNED)) {
                    SnapshotWindow parsed = Chunks.read(snapshot, items, chunk, read -> {});
                    try (BulkReader reader = snapshot.readBulk(items, chunk, format)) {
                        ByteBuilder part = new ByteBuilder();
                        while (reader.next(part, 50, 1 << 20)) {
                            assertThat(reader.window()).isEqualTo(parsed);
                            part.clear();
                        }
                        rows += reader.rows();
                    }
                }
                assertThat(rows).as(format.name()).isEqualTo(ROWS);
            }
        }
    }

    @Test
    void snapshotIsReadWithoutCaptureToo() {
        TableSchema items = filledItems();
        try (Snapshot snapshot = source.openSnapshot(List.of(items), false)) {
            assertThat(Chunks.rows(snapshot, items, snapshot.plan(items, PLANNED)))
                    .hasSize(ROWS);
        }
        assertThat(fixture.captured()).isEmpty();
    }

    @Test
    void laterSnapshotIsNewerAndLeavesTheLogOfTheEarlierOneInPlace() {
        TableSchema items = createItems();
        TableSchema missing = create(keyed("missing", integer("id").notNull()));
        SourcePosition start;
        try (Snapshot first = source.openSnapshot(List.of(items, missing), true)) {
            start = first.start();
        }
        write(writer -> writer.insert(items, items(1, 2)));
        write(writer -> writer.insert(missing, List.of(row("1"))));
        try (Snapshot second = source.openSnapshot(List.of(missing), true)) {
            assertThat(second.start().covers(start)).isTrue();
            assertThat(Chunks.rows(second, missing, second.plan(missing, PLANNED)))
                    .containsExactly("[1]");
        }
        write(writer -> writer.insert(missing, List.of(row("2"))));
        write(writer -> writer.insert(items, items(2, 3)));
        assertThat(Log.changes(read(start, items, missing)))
                .containsExactly(
                        "insert items [1, item 1]",
                        "insert missing [1]",
                        "insert missing [2]",
                        "insert items [2, item 2]");
    }

    /** What a load that was interrupted relies on. */
    @Test
    void stableChunksMayBeReadUnderDifferentSnapshots() {
        TableSchema items = filledItems();
        List<String> ids = new ArrayList<>();
        List<Chunk> chunks;
        try (Snapshot first = source.openSnapshot(List.of(items), true)) {
            chunks = first.plan(items, PLANNED);
            assumeTrue(chunks.stream().allMatch(source::isStable), "this source promises no stable chunks");
            readIds(first, items, chunks.subList(0, chunks.size() / 2), ids);
        }
        write(writer -> {
            for (int i = 0; i < ROWS; i += 7) {
                writer.update(items.id(), Map.of("id", "" + i), Map.of("name", "moved elsewhere " + i));
            }
        });
        try (Snapshot second = source.openSnapshot(List.of(items), true)) {
            readIds(second, items, chunks.subList(chunks.size() / 2, chunks.size()), ids);
        }
        assertThat(ids).hasSize(ROWS).doesNotHaveDuplicates();
    }

    /** A row leaves such a chunk when it is rewritten, so that a load that was interrupted would read it twice or never. */
    @Test
    void rangesOfOtherColumnsThanTheKeysAreNotStable() {
        TableSchema items = filledItems();
        ChunkPolicy byName = new ChunkPolicy.Ranges(List.of("name"), List.of(List.of("item 5")));
        ChunkPolicy byMore = new ChunkPolicy.Ranges(List.of("id", "name"), List.of(List.of("500", "item 5")));
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            assertThat(snapshot.plan(items, byName)).hasSize(2).noneMatch(source::isStable);
            assertThat(snapshot.plan(items, byMore)).hasSize(2).noneMatch(source::isStable);
        }
    }

    private static void readIds(Snapshot snapshot, TableSchema table, List<Chunk> chunks, List<String> ids) {
        for (Chunk chunk : chunks) {
            Chunks.read(
                    snapshot,
                    table,
                    chunk,
                    rows -> rows.forEach(row ->
                            ids.add(String.valueOf(TextRows.values(table, row).get(0)))));
        }
    }

    @Test
    void closeLeavesNothingBehind() {
        TableSchema items = filledItems();
        Snapshot snapshot = source.openSnapshot(List.of(items), false);
        Chunk chunk = snapshot.plan(items, PLANNED).get(0);
        snapshot.read(items, chunk).next(1, 1);
        snapshot.close();
        snapshot.close();
        source.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> !fixture.holdsConnections());
    }
}
