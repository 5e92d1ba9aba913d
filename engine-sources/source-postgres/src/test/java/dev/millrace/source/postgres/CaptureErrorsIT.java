package dev.millrace.source.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Each thing that can be wrong with a slot or a publication has its code, and a message that says what to do. */
final class CaptureErrorsIT extends PostgresErrors {
    @Test
    void aSlotThatIsGone() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute("SELECT pg_drop_replication_slot('" + SLOT + "')");
            fails(ErrorCode.SOURCE_SLOT_LOST, () -> source.openReader(from, tables))
                    .hasMessageContaining("does not exist")
                    .hasMessageContaining("Reload");
        }
    }

    @Test
    void aSlotThatSomebodyElseMoved() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute(
                    "INSERT INTO t VALUES (1)",
                    "SELECT pg_replication_slot_advance('" + SLOT + "', pg_current_wal_lsn())");
            fails(ErrorCode.SOURCE_LOG_PURGED, () -> source.openReader(from, tables))
                    .hasMessageContaining("by somebody else");
        }
    }

    @Test
    void aSlotInUse() {
        makeTable();
        try (Source source = open();
                Source second = open()) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            try (ChangeReader reader = source.openReader(from, tables)) {
                assertThat(reader.poll(Duration.ofMillis(10))).isNotNull();
                String process = database.value("SELECT active_pid FROM pg_replication_slots");
                fails(ErrorCode.SOURCE_SLOT_ACTIVE, () -> second.openReader(from, tables))
                        .hasMessageContaining("server process " + process)
                        .hasMessageContaining("pg_terminate_backend(" + process + ")");
                assertThat(second.check(tables, true))
                        .extracting(Finding::code)
                        .containsExactly(ErrorCode.SOURCE_SLOT_ACTIVE);
            }
        }
    }

    @Test
    void aSlotWhoseLogWasRemoved() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
            for (int i = 0; i < 4; i++) {
                database.execute("INSERT INTO t VALUES (" + i + ")", "SELECT pg_switch_wal()");
            }
            database.execute("CHECKPOINT", "ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
            fails(ErrorCode.SOURCE_SLOT_LOST, () -> source.openReader(from, tables))
                    .hasMessageContaining("max_slot_wal_keep_size")
                    .hasMessageContaining("pg_drop_replication_slot");
        }
    }

    @Test
    void aSlotOfAnotherKind() {
        makeTable();
        database.execute("SELECT pg_create_logical_replication_slot('other_plugin', 'test_decoding')");
        try (Source source = open(Map.of("SlotName", "other_plugin"))) {
            fails(ErrorCode.SETTING_INVALID, () -> source.beginCapture(table(source), new CaptureStart.Now()))
                    .hasMessageContaining("test_decoding");
        }
    }

    @Test
    void aPublicationThatIsGone() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute("ALTER PUBLICATION " + SLOT + " DROP TABLE t");
            fails(ErrorCode.SOURCE_PUBLICATION_MISSING, () -> source.openReader(from, tables))
                    .hasMessageContaining("lacks table public.t");
            database.execute("DROP PUBLICATION " + SLOT);
            fails(ErrorCode.SOURCE_PUBLICATION_MISSING, () -> source.openReader(from, tables))
                    .hasMessageContaining("CREATE PUBLICATION \"" + SLOT + "\"");
        }
    }

    @Test
    void aPublicationThatLeavesSomethingOut() {
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, v int)", "CREATE PUBLICATION partial_one FOR TABLE t (id)");
        try (Source source = open(Map.of("PublicationName", "partial_one"))) {
            fails(ErrorCode.SOURCE_SETTING_WRONG, () -> source.beginCapture(table(source), new CaptureStart.Now()))
                    .hasMessageContaining("leaves out rows or columns of table public.t");
        }
    }

    @Test
    void aSlotThatTheUserMadeIsTakenWhereItStandsAndStays() {
        makeTable();
        database.execute(
                "CREATE PUBLICATION mine FOR TABLE t WITH (publish_via_partition_root = true)",
                "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
                "INSERT INTO t VALUES (1)");
        try (Source source = open(Map.of("SlotName", "mine", "PublicationName", "mine"))) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            try (ChangeReader reader = source.openReader(from, tables)) {
                assertThat(Changes.lines(Changes.until(reader, source.currentPosition())))
                        .containsExactly("insert t (1)");
            }
            source.endCapture();
        }
        assertThat(database.value("SELECT count(*) FROM pg_replication_slots")).isEqualTo("1");
        assertThat(database.value("SELECT count(*) FROM pg_publication")).isEqualTo("1");
    }

    @Test
    void aWaitForASlotEndsWithTheSource() throws Exception {
        makeTable();
        try (Connection open = database.connect()) {
            TestDatabase.execute(open, "BEGIN", "INSERT INTO t VALUES (1)");
            Source source = open();
            List<TableSchema> tables = table(source);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<?> waiting = thread.submit(() -> source.beginCapture(tables, new CaptureStart.Now()));
            await().until(() -> database.value("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE application_name LIKE 'millrace%capture' AND wait_event_type = 'Lock'")
                    .equals("1"));
            source.close();
            assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(ReplicationException.class);
            thread.shutdownNow();
            TestDatabase.execute(open, "ROLLBACK");
        }
    }
}
