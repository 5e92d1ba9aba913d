package dev.millrace.source.postgres;

import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Readers and snapshots end when told, and leave nothing behind; idle ones keep the log moving. */
final class LifeCycleIT extends PostgresContract {
    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'millrace%'";
    private static final String ACTIVE = "SELECT count(*) FROM pg_replication_slots WHERE active";

    LifeCycleIT() {
        super(CURRENT);
    }

    private static List<Thread> threads(String task) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(task + "/"))
                .toList();
    }

    @Test
    void anIdleReaderLetsTheServerForgetItsLog() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE other (v text)");
        try (Source source = database.source("idle")) {
            List<TableSchema> tables = source.tables(id -> id.table().equals("t"));
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            try (ChangeReader reader = source.openReader(from, tables)) {
                database.execute("INSERT INTO other SELECT repeat('x', 1000) FROM generate_series(1, 5000)");
                SourcePosition end = source.currentPosition();
                Changes.until(reader, end, event -> {
                    SourcePosition position = Changes.position(event);
                    assertThat(position).isNotNull();
                    reader.acknowledge(position);
                });
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    reader.poll(Duration.ofMillis(100));
                    return database.value("SELECT confirmed_flush_lsn >= '"
                                    + end.encode().replaceAll("@.*", "")
                                    + "' FROM pg_replication_slots WHERE slot_name = 'millrace_idle'")
                            .equals("t");
                });
            }
        }
    }

    @Test
    void theEndOfTheLogIsReachedThoughNothingWaitsForTheDisk() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        try (Source source = database.source("edge")) {
            List<TableSchema> tables = source.tables(id -> true);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            try (ChangeReader reader = source.openReader(from, tables)) {
                database.execute("SET synchronous_commit = off");
                for (int i = 0; i < 30; i++) {
                    database.execute(
                            "SELECT pg_logical_emit_message(false, 'x', repeat('y', " + (7000 + 41 * i) + "))",
                            "INSERT INTO t VALUES (" + i + ")",
                            i % 3 == 0 ? "SELECT pg_switch_wal()" : "SELECT 1");
                    long begun = System.nanoTime();
                    Changes.until(reader, source.currentPosition());
                    assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
                }
            }
        }
    }

    @Test
    void closeInTheMiddleOfALargeTransactionFreesTheSlot() {
        for (String bulk : List.of("-1", "0")) {
            String task = "large" + (bulk.equals("0") ? "bulk" : "stream");
            database.execute("CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v text)", "TRUNCATE t");
            try (Source source = database.source(task, Map.of("BulkReadMegabytes", bulk))) {
                List<TableSchema> tables = source.tables(id -> true);
                SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
                database.execute("INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 300000) i");
                ChangeReader reader = source.openReader(from, tables);
                await().until(() -> !reader.poll(Duration.ofSeconds(1)).isEmpty());
                long begun = System.nanoTime();
                reader.close();
                reader.close();
                assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(8));
                assertThat(reader.poll(Duration.ofSeconds(1)).isEmpty()).isTrue();
                assertThat(database.value(ACTIVE + " AND NOT temporary")).isEqualTo("0");
            }
            await().untilAsserted(() -> assertThat(database.value(ACTIVE)).isEqualTo("0"));
            await().untilAsserted(() -> assertThat(database.value(SESSIONS)).isEqualTo("0"));
            await().untilAsserted(() -> assertThat(threads(task)).isEmpty());
        }
    }

    @Test
    void aTargetThatStandsStillDoesNotCostTheConnection() {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY)",
                "ALTER SYSTEM SET wal_sender_timeout = '3s'",
                "SELECT pg_reload_conf()");
        try (Source source = database.source("still", Map.of("BulkReadMegabytes", "-1"))) {
            List<TableSchema> tables = source.tables(id -> true);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute("INSERT INTO t SELECT generate_series(1, 200000)");
            try (ChangeReader reader = source.openReader(from, tables)) {
                await().until(() -> !reader.poll(Duration.ofSeconds(1)).isEmpty());
                String process = database.value("SELECT active_pid FROM pg_replication_slots");
                database.execute("SELECT pg_sleep(7)");
                Changes.until(reader, source.currentPosition());
                assertThat(database.value("SELECT active_pid FROM pg_replication_slots"))
                        .isEqualTo(process);
            }
        } finally {
            database.execute("ALTER SYSTEM RESET wal_sender_timeout", "SELECT pg_reload_conf()");
        }
    }
}
