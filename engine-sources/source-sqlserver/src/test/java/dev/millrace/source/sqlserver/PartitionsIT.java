package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.error.ErrorCode;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.testing.contract.TextRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/** A partitioned table is loaded by its partitions. */
@SuppressWarnings("NullAway.Init") // JUnit calls open before any test
class PartitionsIT {
    private Replication replication;

    @BeforeEach
    void open() {
        replication = new Replication();
    }

    @AfterEach
    void close() {
        replication.close();
    }

    private TableSchema sales(boolean right, List<String> key) {
        replication
                .fixture
                .database()
                .createTable(EmulatedTable.of(
                        "sales",
                        "bills",
                        List.of(EmulatedColumn.of("id", "bigint", false), EmulatedColumn.of("the year", "int", true)),
                        key));
        replication
                .fixture
                .database()
                .partition("sales", "bills", "the year", "by] year's", right, List.of(2020L, 2025L));
        for (@Nullable
        Object[] row : new @Nullable Object[][] {{1, 2019}, {2, 2020}, {3, null}, {4, 2025}, {5, 2030}}) {
            replication
                    .fixture
                    .database()
                    .transaction(changes ->
                            changes.insert("sales", "bills", List.of("id", "the year"), List.of(Arrays.asList(row))));
        }
        return replication.told("bills");
    }

    private Map<String, List<@Nullable String>> loaded(TableSchema table, ChunkPolicy policy) {
        Map<String, List<@Nullable String>> keys = new LinkedHashMap<>();
        try (Snapshot snapshot = replication.source.openSnapshot(List.of(table), false)) {
            for (Chunk chunk : snapshot.plan(table, policy)) {
                List<@Nullable String> found = keys.computeIfAbsent(chunk.name(), name -> new ArrayList<>());
                try (ChunkReader reader = snapshot.read(table, chunk)) {
                    for (Row row : reader.next(100, 1 << 20)) {
                        found.add(TextRows.values(table, row).get(0));
                    }
                }
            }
        }
        return keys;
    }

    @Test
    void everyPartitionIsAChunk() {
        assertThat(loaded(sales(true, List.of("id")), new ChunkPolicy.AllPartitions()))
                .containsExactly(
                        entry("1", List.of("1", "3")), entry("2", List.of("2")), entry("3", List.of("4", "5")));
    }

    @Test
    void boundaryMayBelongToTheLeftPartition() {
        assertThat(loaded(sales(false, List.of("id")), new ChunkPolicy.AllPartitions()))
                .containsExactly(
                        entry("1", List.of("1", "2", "3")), entry("2", List.of("4")), entry("3", List.of("5")));
    }

    @Test
    void tableWithoutIndexIsPartitionedToo() {
        TableSchema table = sales(true, List.of());
        assertThat(table.uniqueKeys()).isEmpty();
        assertThat(table.indexes()).isEmpty();
        assertThat(loaded(table, new ChunkPolicy.AllPartitions())).containsOnlyKeys("1", "2", "3");
    }

    @Test
    void columnThatATableIsPartitionedByIsNoPartOfItsKey() {
        TableSchema table = sales(true, List.of("id"));
        assertThat(table.primaryKey().orElseThrow().columns()).containsExactly("id");
    }

    @Test
    void partitionsAreNamedByNumber() {
        assertThat(loaded(sales(true, List.of("id")), new ChunkPolicy.Partitions(List.of("3", "1"))))
                .containsExactly(entry("1", List.of("1", "3")), entry("3", List.of("4", "5")));
    }

    @Test
    void numberThatThereIsNotIsRefused() {
        TableSchema table = sales(true, List.of("id"));
        assertThat(failsWith(
                        ErrorCode.MAPPING_INVALID, () -> loaded(table, new ChunkPolicy.Partitions(List.of("1", "4")))))
                .hasMessageContaining("sales.bills has no partition 4")
                .hasMessageContaining("from 1 to 3");
    }

    @Test
    void tableThatIsNotPartitionedHasNone() {
        TableSchema table = replication.create("items", "id bigint");
        assertThat(loaded(table, new ChunkPolicy.AllPartitions())).containsOnlyKeys("");
        assertThat(failsWith(ErrorCode.MAPPING_INVALID, () -> loaded(table, new ChunkPolicy.Partitions(List.of("1")))))
                .hasMessageContaining("it is not partitioned");
    }
}
