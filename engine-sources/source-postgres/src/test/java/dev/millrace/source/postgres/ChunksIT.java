package dev.millrace.source.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Chunks hold each row once, however a table is cut. */
final class ChunksIT extends PostgresContract {
    private final List<Boolean> stable = new ArrayList<>();

    ChunksIT() {
        super(CURRENT);
    }

    private List<Chunk> requireEachRowOnce(ChunkPolicy policy) {
        try (Source source = database.source("chunks");
                Snapshot snapshot = source.openSnapshot(source.tables(id -> true), false)) {
            TableSchema table = TestDatabase.table(source, "t");
            List<Chunk> chunks = snapshot.plan(table, policy);
            List<String> rows = new ArrayList<>();
            for (Row row : Loads.all(snapshot, table, policy)) {
                rows.add(Changes.text(row));
            }
            List<String> expected = new ArrayList<>();
            database.rows("SELECT * FROM ONLY t")
                    .forEach(row -> expected.add(" ("
                            + String.join(
                                    ",",
                                    row.stream()
                                            .map(String::valueOf)
                                            .map(text -> text.equals("null") ? "NULL" : text)
                                            .toList())
                            + ")"));
            assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
            for (int i = 0; i < chunks.size(); i++) {
                assertThat(chunks.get(i).ordinal()).isEqualTo(i);
            }
            stable.clear();
            chunks.forEach(chunk -> stable.add(source.isStable(chunk)));
            return chunks;
        }
    }

    @Test
    void aTableInKeyOrderIsCutByKey() {
        database.execute(
                "CREATE TABLE t (a int, b text COLLATE \"C\", PRIMARY KEY (a, b))",
                "INSERT INTO t SELECT i / 10, 'k' || i % 10 FROM generate_series(1, 20000) i");
        List<Chunk> chunks = requireEachRowOnce(new ChunkPolicy.Planned(2000));
        assertThat(chunks)
                .hasSizeBetween(4, 16)
                .allMatch(chunk -> chunk.bounds().startsWith("keys "));
        assertThat(stable).doesNotContain(false);
    }

    @Test
    void aTableInNoOrderIsCutByPages() {
        database.execute(
                "CREATE TABLE t (id uuid PRIMARY KEY, v text)",
                "INSERT INTO t SELECT gen_random_uuid(), 'v' FROM generate_series(1, 20000)",
                "ANALYZE t");
        List<Chunk> chunks = requireEachRowOnce(new ChunkPolicy.Planned(3000));
        assertThat(chunks).hasSizeBetween(6, 9).allMatch(chunk -> chunk.bounds().startsWith("pages "));
        assertThat(stable).doesNotContain(true);
    }

    @Test
    void aTableWithoutKeyIsCutByPages() {
        database.execute(
                "CREATE TABLE t (v int)",
                "INSERT INTO t SELECT i % 10 FROM generate_series(1, 20000) i",
                "DELETE FROM t WHERE v < 3",
                "CREATE TABLE heir () INHERITS (t)",
                "INSERT INTO heir VALUES (1)");
        assertThat(requireEachRowOnce(new ChunkPolicy.Planned(3000))).hasSizeGreaterThan(3);
    }

    @Test
    void declaredRangesTakeNullsInTheLast() {
        database.execute(
                "CREATE TABLE t (a int, b text)",
                "INSERT INTO t SELECT nullif(i % 10, 0), nullif('b' || i % 7, 'b0') FROM generate_series(1, 500) i");
        List<Chunk> chunks = requireEachRowOnce(
                new ChunkPolicy.Ranges(List.of("a", "b"), List.of(List.of("3", "b2"), List.of("7", "b4"))));
        assertThat(chunks).hasSize(3);
        assertThat(stable).doesNotContain(true);
    }

    @Test
    void declaredRangesThatMakeNoSenseAreRefused() {
        database.execute("CREATE TABLE t (a int, b text)");
        for (ChunkPolicy.Ranges ranges : List.of(
                new ChunkPolicy.Ranges(List.of("gone"), List.of(List.of("3"))),
                new ChunkPolicy.Ranges(List.of("a", "b"), List.of(List.of("3"))),
                new ChunkPolicy.Ranges(List.of("a"), List.of(List.of("30"), List.of("4"))))) {
            assertThatThrownBy(() -> requireEachRowOnce(ranges))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MAPPING_INVALID))
                    .hasMessageContaining("public.t");
        }
    }

    @Test
    void partitionsAreChunks() {
        database.execute(
                "CREATE TABLE t (id int, k int) PARTITION BY LIST (k)",
                "CREATE TABLE p1 PARTITION OF t FOR VALUES IN (1)",
                "CREATE TABLE p2 PARTITION OF t FOR VALUES IN (2) PARTITION BY RANGE (id)",
                "CREATE TABLE p2a PARTITION OF p2 FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE p2b PARTITION OF p2 DEFAULT",
                "INSERT INTO t SELECT i, 1 + i % 2 FROM generate_series(1, 1000) i");
        try (Source source = database.source("chunks");
                Snapshot snapshot = source.openSnapshot(source.tables(id -> true), false)) {
            TableSchema table = TestDatabase.table(source, "t");
            assertThat(snapshot.plan(table, new ChunkPolicy.AllPartitions()))
                    .extracting(Chunk::name)
                    .containsExactly("p1", "p2");
            assertThat(Loads.all(snapshot, table, new ChunkPolicy.AllPartitions()))
                    .hasSize(1000);
            assertThat(snapshot.plan(table, new ChunkPolicy.Planned(10_000)))
                    .extracting(Chunk::name)
                    .containsExactly("p1", "p2a", "p2b");
            assertThat(Loads.all(snapshot, table, new ChunkPolicy.Planned(100))).hasSize(1000);
            assertThat(Loads.all(snapshot, table, new ChunkPolicy.Partitions(List.of("p2"))))
                    .hasSize(500);
            ChunkPolicy.Ranges byId = new ChunkPolicy.Ranges(List.of("id"), List.of(List.of("300")));
            assertThat(Loads.all(snapshot, table, byId)).hasSize(1000);
            assertThatThrownBy(() -> snapshot.plan(table, new ChunkPolicy.Partitions(List.of("p9"))))
                    .hasMessageContaining("[p9]")
                    .hasMessageContaining("p1, p2");
        }
    }

    @Test
    void aSnapshotTakenLaterLeavesTheSlotWhereItIs() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        try (Source source = database.source("later")) {
            List<TableSchema> tables = source.tables(id -> true);
            String confirmed =
                    "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = 'millrace_later'";
            try (Snapshot first = source.openSnapshot(tables, true)) {
                assertThat(first.start().encode()).startsWith(database.value(confirmed) + "@");
            }
            String before = database.value(confirmed);
            database.execute("INSERT INTO t VALUES (2)");
            try (Snapshot second = source.openSnapshot(tables, true)) {
                database.execute("INSERT INTO t VALUES (3)");
                assertThat(Loads.all(second, tables.get(0))).hasSize(2);
                assertThat(database.value(confirmed)).isEqualTo(before);
                assertThat(database.value("SELECT count(*) FROM pg_replication_slots WHERE temporary"))
                        .isEqualTo("1");
            }
        }
    }
}
