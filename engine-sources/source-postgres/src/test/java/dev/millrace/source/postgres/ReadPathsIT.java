package dev.millrace.source.postgres;

import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The two ways to the log give the same, and the reader goes from one to the other by itself. */
final class ReadPathsIT extends PostgresContract {
    private static final String COPIES = "SELECT count(*) FROM pg_replication_slots WHERE temporary";

    ReadPathsIT() {
        super(CURRENT);
    }

    @Test
    void bothWaysGiveTheSameEventsAtTheSamePositions() {
        createTables();
        try (Source streamed = database.source("streamed", Map.of("BulkReadMegabytes", "-1"));
                Source bulk = database.source("bulk", Map.of("BulkReadMegabytes", "0"))) {
            List<TableSchema> tables = streamed.tables(id -> true);
            SourcePosition from = streamed.beginCapture(tables, new CaptureStart.Now());
            SourcePosition bulkFrom = bulk.beginCapture(tables, new CaptureStart.Now());
            write(300);
            SourcePosition end = streamed.currentPosition();
            List<String> fromStream = read(streamed, from, end, tables);
            List<String> fromFunctions = read(bulk, bulkFrom, end, tables);
            assertThat(fromStream).hasSizeGreaterThan(1500).isEqualTo(fromFunctions);
        }
    }

    /** The first call ends after 50,000 changes, so there are several. */
    @Test
    void manyCallsGiveTheSameAsTheStream() {
        createTables();
        try (Source streamed = database.source("streamed", Map.of("BulkReadMegabytes", "-1"));
                Source bulk = database.source("bulk", Map.of("BulkReadMegabytes", "0"))) {
            List<TableSchema> tables = streamed.tables(id -> true);
            SourcePosition from = streamed.beginCapture(tables, new CaptureStart.Now());
            SourcePosition bulkFrom = bulk.beginCapture(tables, new CaptureStart.Now());
            writeMuch();
            SourcePosition end = streamed.currentPosition();
            Reading fromStream = reading(streamed, from, end, tables);
            assertThat(fromStream.count).isGreaterThan(250_000);
            assertThat(reading(bulk, bulkFrom, end, tables)).isEqualTo(fromStream);
        }
    }

    @Test
    void aServerWithoutRoomForASecondCopyIsReadInTurn() {
        createTables();
        try (Source bulk = database.source("bulk", Map.of("BulkReadMegabytes", "0"))) {
            List<TableSchema> tables = bulk.tables(id -> true);
            SourcePosition from = bulk.beginCapture(tables, new CaptureStart.Now());
            writeMuch();
            SourcePosition end = bulk.currentPosition();
            database.execute("SELECT pg_create_physical_replication_slot('taken_' || i) FROM generate_series(1,"
                    + " current_setting('max_replication_slots')::int - 1"
                    + " - (SELECT count(*)::int FROM pg_replication_slots)) i");
            try {
                assertThat(reading(bulk, from, end, tables).count).isGreaterThan(250_000);
            } finally {
                database.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE slot_name LIKE 'taken_%'");
            }
        }
    }

    private void writeMuch() {
        database.execute("DO $$ BEGIN FOR i IN 1..100 LOOP"
                + " INSERT INTO a SELECT i * 1000 + g, 'v', NULL FROM generate_series(0, 999) g;"
                + " INSERT INTO b SELECT g, 't' FROM generate_series(0, 999) g;"
                + " DELETE FROM a WHERE id < i * 1000 - 500; COMMIT; END LOOP; END $$");
    }

    /** What was read: how many events, and a digest of them in their order. */
    private record Reading(int count, long digest) {
        Reading with(String line) {
            return new Reading(count + 1, digest * 31 + line.hashCode());
        }
    }

    private static Reading reading(Source source, SourcePosition from, SourcePosition end, List<TableSchema> tables) {
        Reading[] reading = {new Reading(0, 0)};
        try (ChangeReader reader = source.openReader(from, tables)) {
            Changes.until(reader, end, event -> {
                if (event instanceof TransactionBegin || event instanceof TransactionCommit) {
                    reading[0] = reading[0].with(event.toString());
                } else if (!(event instanceof ChangeEvent.Heartbeat)) {
                    reading[0] = reading[0].with(Changes.line(event));
                }
                acknowledge(reader, event);
            });
        }
        return reading[0];
    }

    private static List<String> read(Source source, SourcePosition from, SourcePosition end, List<TableSchema> tables) {
        try (ChangeReader reader = source.openReader(from, tables)) {
            return Changes.until(reader, end).stream()
                    .filter(event -> !(event instanceof ChangeEvent.Heartbeat))
                    .map(event -> event instanceof TransactionBegin || event instanceof TransactionCommit
                            ? event.toString()
                            : Changes.line(event))
                    .toList();
        }
    }

    private void createTables() {
        database.execute(
                "CREATE TABLE a (id int PRIMARY KEY, v text, large text)",
                "ALTER TABLE a ALTER large SET STORAGE EXTERNAL",
                "CREATE TABLE b (v int, t text)",
                "ALTER TABLE b REPLICA IDENTITY FULL");
    }

    private void write(int transactions) {
        for (int i = 0; i < transactions; i++) {
            database.transaction(
                    "INSERT INTO a VALUES (" + i + ", 'v', repeat('x', 3000))",
                    "UPDATE a SET v = 'w' WHERE id = " + i / 2,
                    "INSERT INTO b VALUES (" + i + ", NULL)",
                    i % 50 == 49 ? "TRUNCATE b" : "DELETE FROM b WHERE v = " + (i - 3));
        }
    }

    @Test
    void aReaderFarBehindReadsInBulkAndStreamsNearTheEnd() {
        createTables();
        try (Source source = database.source("switching", Map.of("BulkReadMegabytes", "1"))) {
            List<TableSchema> tables = source.tables(id -> true);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            write(500);
            Replica replica = new Replica();
            try (ChangeReader reader = source.openReader(from, tables)) {
                assertThat(database.value(COPIES)).isEqualTo("1");
                Changes.until(reader, source.currentPosition(), event -> {
                    replica.apply(event);
                    acknowledge(reader, event);
                });
                assertThat(reader.poll(Duration.ZERO)).isNotNull();
                database.execute("INSERT INTO b VALUES (-1, 'live')");
                Changes.until(reader, source.currentPosition(), replica::apply);
                assertThat(database.value(COPIES)).isEqualTo("0");
                assertThat(database.value("SELECT active FROM pg_replication_slots WHERE slot_name ~ 'switching'"))
                        .isEqualTo("t");
            }
            assertSame(replica);
        }
    }

    @Test
    void aStreamThatFallsBehindGoesOnInBulk() {
        createTables();
        try (Source source = database.source("falling", Map.of("BulkReadMegabytes", "1"))) {
            List<TableSchema> tables = source.tables(id -> true);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            Replica replica = new Replica();
            try (ChangeReader reader = source.openReader(from, tables)) {
                write(1);
                Changes.until(reader, source.currentPosition(), replica::apply);
                assertThat(database.value(COPIES)).isEqualTo("0");
                database.execute("INSERT INTO a SELECT i, 'x', repeat('y', 500) FROM generate_series(1000, 40000) i");
                database.execute("DO $$ BEGIN FOR i IN 1000..20000 LOOP"
                        + " UPDATE a SET v = 'u' WHERE id = i; COMMIT; END LOOP; END $$");
                SourcePosition end = source.currentPosition();
                boolean bulk = false;
                SourcePosition reached = from;
                while (!reached.covers(end)) {
                    for (ChangeEvent event : reader.poll(Duration.ofSeconds(5)).events()) {
                        replica.apply(event);
                        SourcePosition position = Changes.position(event);
                        reached = position == null ? reached : position;
                    }
                    bulk |= !database.value(COPIES).equals("0");
                    if (!bulk) {
                        database.execute("SELECT pg_sleep(0.3)");
                    }
                }
                assertThat(bulk).isTrue();
            }
            assertSame(replica);
        }
    }

    @Test
    void aTransactionTooLargeForOneCallIsStreamedInManyBatches() {
        createTables();
        Map<String, String> settings = Map.of("BulkReadMegabytes", "1", "BulkReadLimitMegabytes", "4");
        try (Source source = database.source("huge", settings)) {
            List<TableSchema> tables = source.tables(id -> true);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute("INSERT INTO a SELECT i, 'x', repeat('y', 200) FROM generate_series(1, 100000) i");
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(from, tables)) {
                int rows = 0;
                boolean committed = false;
                List<Integer> batches = new ArrayList<>();
                while (!committed) {
                    ChangeBatch batch = reader.poll(Duration.ofSeconds(5));
                    assertThat(batch.byteSize()).isLessThan(3 << 20);
                    batches.add(batch.events().size());
                    for (ChangeEvent event : batch.events()) {
                        rows += event instanceof ChangeEvent.RowInsert ? 1 : 0;
                        committed |= event instanceof TransactionCommit commit && end.covers(commit.position());
                    }
                }
                assertThat(rows).isEqualTo(100_000);
                assertThat(batches).hasSizeGreaterThan(8);
                assertThat(database.value(COPIES)).isEqualTo("0");
            }
        }
    }

    @Test
    void theBulkWayNeverAcknowledgesMoreThanTheEngineDid() {
        createTables();
        try (Source source = database.source("modest", Map.of("BulkReadMegabytes", "0"))) {
            List<TableSchema> tables = source.tables(id -> true);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            write(20);
            SourcePosition end = source.currentPosition();
            List<SourcePosition> commits = new ArrayList<>();
            try (ChangeReader reader = source.openReader(from, tables)) {
                Changes.until(reader, end, event -> {
                    if (event instanceof TransactionCommit commit) {
                        commits.add(commit.position());
                    }
                });
                reader.acknowledge(commits.get(4));
            }
            assertThat(confirmed(source)).isEqualTo(commits.get(4).encode());
        }
    }

    private String confirmed(Source source) {
        String confirmed =
                database.value("SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name ~ 'modest'");
        String server = source.currentPosition().encode();
        return confirmed + server.substring(server.indexOf('@'));
    }

    private static void acknowledge(ChangeReader reader, ChangeEvent event) {
        SourcePosition position = Changes.position(event);
        if (position != null) {
            reader.acknowledge(position);
        }
    }

    private void assertSame(Replica replica) {
        for (String table : List.of("a", "b")) {
            List<String> rows = new ArrayList<>();
            database.rows("SELECT * FROM " + table).forEach(row -> rows.add(row.toString()));
            rows.sort(null);
            assertThat(replica.rows(table)).isEqualTo(rows);
        }
    }
}
