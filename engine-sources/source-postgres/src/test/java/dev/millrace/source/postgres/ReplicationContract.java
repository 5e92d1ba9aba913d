package dev.millrace.source.postgres;

import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What snapshot and changes together must give, whatever the version. */
abstract class ReplicationContract extends PostgresContract {

    private static final int TUPLE_RANGES_SINCE = 14;
    private static final int WRITERS = 3;

    private final Map<String, String> settings;

    ReplicationContract(int majorVersion, Map<String, String> settings) {
        super(majorVersion);
        this.settings = settings;
    }

    @Test
    void snapshotAndChangesCarryTheSameBytesForEveryType() {
        EveryType types = new EveryType(majorVersion());
        database.execute(types.setUp());
        database.execute(types.insert(0));
        for (String setting : List.of(
                "datestyle = 'SQL, DMY'",
                "intervalstyle = 'iso_8601'",
                "timezone = 'Asia/Tokyo'",
                "bytea_output = 'escape'",
                "extra_float_digits = 0",
                "search_path = 'public'")) {
            database.execute("ALTER DATABASE " + database.name() + " SET " + setting);
        }
        try (Source source = database.source("types", settings)) {
            TableSchema table = TestDatabase.table(source, "every_type");
            List<Row> loaded;
            SourcePosition start;
            try (Snapshot snapshot = source.openSnapshot(List.of(table), true)) {
                start = snapshot.start();
                loaded = Loads.all(snapshot, table);
            }
            database.execute(types.insert(10));
            List<Row> logged = new ArrayList<>();
            try (ChangeReader reader = source.openReader(start, List.of(table))) {
                Changes.until(reader, source.currentPosition()).forEach(event -> {
                    if (event instanceof RowInsert insert) {
                        logged.add(insert.after());
                        assertThat(insert.table()).isSameAs(table);
                    }
                });
            }
            assertThat(loaded).hasSize(EveryType.ROWS);
            assertThat(logged).hasSize(EveryType.ROWS);
            for (int row = 0; row < EveryType.ROWS; row++) {
                for (int column = 1; column < table.columnCount(); column++) {
                    assertThat(logged.get(row).sameValue(loaded.get(row), column))
                            .as(
                                    "row %d column %s: %s and %s",
                                    row,
                                    table.column(column).name(),
                                    loaded.get(row).text(column),
                                    logged.get(row).text(column))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void snapshotAndChangesBehindItsStartMakeTheFinalStateUnderConcurrentWrites() throws Exception {
        database.execute(
                "CREATE TABLE keyed (id bigint PRIMARY KEY, v int, t text)",
                "CREATE TABLE keyless (v int, t text)",
                "ALTER TABLE keyless REPLICA IDENTITY FULL",
                "CREATE TABLE parted (id int, region text, v int, PRIMARY KEY (id, region)) PARTITION BY LIST (region)",
                "CREATE TABLE parted_a PARTITION OF parted FOR VALUES IN ('a')",
                "CREATE TABLE parted_b PARTITION OF parted FOR VALUES IN ('b', 'c')",
                "INSERT INTO keyed SELECT i, i, repeat('x', 50) FROM generate_series(1, 20000) i",
                "INSERT INTO keyless SELECT i % 700, 'dup' FROM generate_series(1, 20000) i",
                "INSERT INTO parted SELECT i, chr(97 + i % 3), i FROM generate_series(1, 6000) i");
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(threads.submit(() -> writeAtRandom(writer, stop)));
        }
        Replica replica = new Replica();
        try (Source source = database.source("Hand Over", settings)) {
            List<TableSchema> tables = source.tables(id -> !id.table().contains("_"));
            assertThat(tables).hasSize(3);
            SourcePosition start;
            try (Snapshot snapshot = source.openSnapshot(tables, true)) {
                start = snapshot.start();
                List<Future<?>> loads = new ArrayList<>();
                for (TableSchema table : tables) {
                    List<Chunk> chunks = snapshot.plan(table, new ChunkPolicy.Planned(1500));
                    // without ranges of tuple identifiers, a table without a key is one chunk
                    boolean divided = majorVersion() >= TUPLE_RANGES_SINCE
                            || table.primaryKey().isPresent();
                    assertThat(chunks).hasSizeGreaterThan(divided ? 2 : 0);
                    for (Chunk chunk : chunks) {
                        loads.add(threads.submit(
                                () -> Loads.read(snapshot, table, chunk, rows -> replica.load(table, rows))));
                    }
                }
                for (Future<?> load : loads) {
                    load.get(60, TimeUnit.SECONDS);
                }
            }
            stop.set(true);
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            try (ChangeReader reader = source.openReader(start, tables)) {
                Changes.until(reader, source.currentPosition(), replica::apply);
            }
            for (TableSchema table : tables) {
                String name = table.id().table();
                assertThat(replica.rows(name)).as(name).isEqualTo(sorted("SELECT * FROM " + name));
            }
            source.endCapture();
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
        assertThat(database.rows("SELECT slot_name FROM pg_replication_slots")).isEmpty();
        assertThat(database.rows("SELECT pubname FROM pg_publication")).isEmpty();
    }

    private List<String> sorted(String query) {
        List<String> rows = new ArrayList<>();
        database.rows(query).forEach(row -> rows.add(row.toString()));
        rows.sort(null);
        return rows;
    }

    /** Writers share rows of all tables but the partitioned one: of two updates that move one row to another partition, PostgreSQL refuses the second. */
    private void writeAtRandom(int writer, AtomicBoolean stop) {
        Random random = new Random(writer);
        try (Connection connection = database.connect()) {
            int next = 100_000 + 100_000 * random.nextInt(1000);
            while (!stop.get()) {
                int id = random.nextInt(20_000);
                next++;
                TestDatabase.execute(
                        connection,
                        "BEGIN",
                        "INSERT INTO keyed VALUES (" + next + ", 0, 'new')",
                        "UPDATE keyed SET v = v + 1, t = repeat('y', " + id % 100 + ") WHERE id = " + id,
                        "DELETE FROM keyed WHERE id = " + (id + 7) % 20_000,
                        "UPDATE keyless SET t = t || 'u' WHERE ctid = (SELECT ctid FROM keyless WHERE v = " + id % 700
                                + " LIMIT 1 FOR UPDATE SKIP LOCKED)",
                        "INSERT INTO keyless VALUES (" + id % 700 + ", 'dup')",
                        "UPDATE parted SET v = v + 1, region = chr(97 + (v + 1) % 3) WHERE id = "
                                + (id % 2000 * WRITERS + writer),
                        random.nextInt(5) == 0 ? "ROLLBACK" : "COMMIT");
            }
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
