package dev.millrace.testing.contract.source;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.error.ErrorCode.MAPPING_INVALID;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** However a table is cut, its chunks together hold each of its rows once. */
public abstract class ChunkContract extends SourceTopic {
    private static final int ROWS = 1000;

    /** Tables that are cut in different ways. */
    enum Shape {
        DENSE_NUMBERS,
        SPARSE_NUMBERS,
        NEGATIVE_NUMBERS,
        TEXT_KEY,
        KEY_OF_TWO_COLUMNS,
        UNIQUE_KEY,
        NO_KEY
    }

    private TableSchema create(Shape shape) {
        ColumnSchema id = integer("id").notNull();
        ColumnSchema name = string("name", 40);
        return switch (shape) {
            case DENSE_NUMBERS, SPARSE_NUMBERS, NEGATIVE_NUMBERS -> create(keyed("t", id, name));
            case TEXT_KEY -> create(keyed("t", string("name", 40).notNull(), integer("id")));
            case KEY_OF_TWO_COLUMNS ->
                create(table("t", id, string("name", 40).notNull())
                        .primaryKey(new KeySchema("PRIMARY", List.of("name", "id"))));
            case UNIQUE_KEY -> create(table("t", id, name).uniqueKeys(List.of(new KeySchema("t_id", List.of("id")))));
            case NO_KEY -> create(table("t", integer("id"), name));
        };
    }

    private static List<@Nullable String> row(Shape shape, int i) {
        return switch (shape) {
            case DENSE_NUMBERS, UNIQUE_KEY -> row("" + i, "n" + i % 7);
            case SPARSE_NUMBERS -> row("" + (long) i * i * i * i, null);
            case NEGATIVE_NUMBERS -> row("" + (i - ROWS / 2) * 3, "");
            case TEXT_KEY -> row((i % 13) + "'% \"" + i, "" + i);
            case KEY_OF_TWO_COLUMNS -> row("" + i, "k" + i % 3);
            case NO_KEY -> row(i % 5 == 0 ? null : "" + i % 10, i % 3 == 0 ? null : "same");
        };
    }

    @ParameterizedTest
    @EnumSource
    void eachRowIsInOneChunk(Shape shape) {
        TableSchema table = create(shape);
        write(writer -> writer.insert(
                table, IntStream.range(0, ROWS).mapToObj(i -> row(shape, i)).toList()));
        List<String> expected = content(table);
        try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
            for (ChunkPolicy policy : List.of(
                    new ChunkPolicy.Planned(20),
                    new ChunkPolicy.Planned(300),
                    new ChunkPolicy.Planned(Long.MAX_VALUE),
                    new ChunkPolicy.AllPartitions(),
                    new ChunkPolicy.Ranges(List.of("id"), List.of(List.of("3"), List.of("400"))))) {
                List<Chunk> chunks = snapshot.plan(table, policy);
                assertThat(chunks)
                        .extracting(Chunk::ordinal)
                        .containsExactlyElementsOf(
                                IntStream.range(0, chunks.size()).boxed().toList());
                assertThat(Chunks.rows(snapshot, table, chunks))
                        .as("%s by %s", shape, policy)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void tableWithoutPartitionsIsOnePartition() {
        TableSchema items = createItems();
        write(writer -> writer.insert(items, items(0, 5)));
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            assertThat(snapshot.plan(items, new ChunkPolicy.AllPartitions())).hasSize(1);
            failsWith(MAPPING_INVALID, () -> snapshot.plan(items, new ChunkPolicy.Partitions(List.of("missing"))));
        }
    }

    @Test
    void emptyTableHasAChunkWithoutRows() {
        for (TableSchema table : List.of(createItems(), create(table("marks", integer("n"))))) {
            try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
                List<Chunk> chunks = snapshot.plan(table, new ChunkPolicy.Planned(10));
                assertThat(chunks).isNotEmpty();
                assertThat(Chunks.rows(snapshot, table, chunks)).isEmpty();
            }
        }
    }

    @Test
    void rangesAreCutByTheirMostSignificantColumnFirstAndTakeNullsInTheLast() {
        TableSchema table = create(keyed("ranged", integer("id").notNull(), integer("a"), string("b", 10)));
        write(writer -> writer.insert(
                table,
                List.of(
                        row("1", "1", "z"),
                        row("2", "5", "d"),
                        row("3", "5", "p"),
                        row("4", "9", "a"),
                        row("5", "10", "b"),
                        row("6", "10", "x"),
                        row("7", "11", "a"),
                        row("8", "1", null),
                        row("9", null, "a"),
                        row("10", null, null))));
        try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
            List<Chunk> chunks = snapshot.plan(
                    table, new ChunkPolicy.Ranges(List.of("a", "b"), List.of(List.of("5", "m"), List.of("10", "m"))));
            assertThat(chunks).hasSize(3);
            assertThat(ids(snapshot, table, chunks.get(0))).containsExactly("1", "2");
            assertThat(ids(snapshot, table, chunks.get(1))).containsExactly("3", "4", "5");
            assertThat(ids(snapshot, table, chunks.get(2))).containsExactly("10", "6", "7", "8", "9");
        }
    }

    @Test
    void rangesOfAColumnThatIsNotThereAreRefused() {
        TableSchema items = createItems();
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            ChunkPolicy missing = new ChunkPolicy.Ranges(List.of("missing"), List.of(List.of("3")));
            assertThat(failsWith(MAPPING_INVALID, () -> snapshot.plan(items, missing)))
                    .hasMessageContaining("items")
                    .hasMessageContaining("missing");
        }
    }

    @Test
    void partitionsAreChunksOfTheirNames() {
        TableSchema wanted =
                keyed("parted", integer("id").notNull(), string("name", 20)).build();
        List<String> names = fixture.createPartitioned(wanted, "id", 100);
        assumeTrue(!names.isEmpty(), "this engine has no partitions");
        write(writer ->
                writer.insert(wanted, List.of(row("-5", "a"), row("99", null), row("100", "c"), row("7000", "d"))));
        TableSchema table = told(wanted.id());
        try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
            List<Chunk> all = snapshot.plan(table, new ChunkPolicy.AllPartitions());
            assertThat(all).extracting(Chunk::name).containsExactlyElementsOf(names);
            assertThat(ids(snapshot, table, all.get(0))).containsExactly("-5", "99");
            assertThat(ids(snapshot, table, all.get(1))).containsExactly("100", "7000");
            List<Chunk> one = snapshot.plan(table, new ChunkPolicy.Partitions(List.of(names.get(1))));
            assertThat(one).extracting(Chunk::ordinal).containsExactly(0);
            assertThat(ids(snapshot, table, one.get(0))).containsExactly("100", "7000");
            List<Chunk> planned = snapshot.plan(table, new ChunkPolicy.Planned(1));
            assertThat(Chunks.rows(snapshot, table, planned)).hasSize(4).doesNotHaveDuplicates();
            failsWith(MAPPING_INVALID, () -> snapshot.plan(table, new ChunkPolicy.Partitions(List.of("missing"))));
        }
    }

    private List<String> content(TableSchema table) {
        return fixture.rows(table).stream().map(List::toString).toList();
    }

    private static List<String> ids(Snapshot snapshot, TableSchema table, Chunk chunk) {
        List<String> ids = new ArrayList<>();
        for (String row : Chunks.rows(snapshot, table, List.of(chunk))) {
            ids.add(row.substring(1, row.indexOf(',')));
        }
        ids.sort(null);
        return ids;
    }
}
