package dev.millrace.source.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** Each thing that can be wrong has its code, and a message that says what to do. */
final class ErrorsIT extends PostgresContract {
    private static final String SLOT = "millrace_errors";

    ErrorsIT() {
        super(CURRENT);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> fails(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code())
                                .as(failure.getMessage())
                                .isEqualTo(code));
    }

    private Source open(Map<String, String> settings) {
        return database.source("errors", settings);
    }

    private Source open() {
        return open(Map.of());
    }

    private List<TableSchema> table(Source source) {
        return List.of(TestDatabase.table(source, "t"));
    }

    private void makeTable() {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
    }

    private void makeUser(String name, String... statements) {
        database.execute("DROP ROLE IF EXISTS " + name, "CREATE ROLE " + name + " LOGIN PASSWORD 'secret'");
        database.execute(statements);
    }

    private void dropUser(String name) {
        database.execute("DROP OWNED BY " + name, "DROP ROLE " + name);
    }

    @Test
    void login() {
        fails(ErrorCode.SOURCE_AUTHENTICATION_FAILED, () -> database.source("e", Map.of(), "postgres", "wrong"))
                .hasMessageContaining("Username and Password")
                .hasMessageNotContaining("wrong");
        fails(
                        ErrorCode.SOURCE_UNREACHABLE,
                        () -> new PostgresSourceFactory()
                                .open(
                                        database.endpoint("127.0.0.1", 1, Map.of(), "postgres", "postgres"),
                                        TestDatabase.context("e")))
                .hasMessageContaining("127.0.0.1:1/");
        fails(ErrorCode.SETTING_INVALID, () -> open(Map.of("ExecuteTimeout", "soon")));
    }

    @Test
    void aTableThatMayNotBeRead() {
        makeTable();
        makeUser("reader");
        try (Source source = database.source("errors", Map.of(), "reader", "secret")) {
            List<TableSchema> tables = table(source);
            assertThat(source.check(tables, false)).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(ErrorCode.SOURCE_GRANT_MISSING);
                assertThat(finding.remedy()).contains("GRANT SELECT ON \"public\".\"t\" TO \"reader\"");
            });
            try (Snapshot snapshot = source.openSnapshot(tables, false)) {
                Chunk chunk =
                        snapshot.plan(tables.get(0), new ChunkPolicy.Planned(1)).get(0);
                fails(ErrorCode.SOURCE_GRANT_MISSING, () -> Loads.read(snapshot, tables.get(0), chunk, rows -> {}))
                        .hasMessageContaining("GRANT SELECT ON \"public\".\"t\" TO \"reader\"");
            }
        } finally {
            dropUser("reader");
        }
    }

    @Test
    void rowSecurityThatHidesRows() {
        makeTable();
        database.execute("ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        makeUser("hidden", "GRANT SELECT ON t TO hidden");
        try (Source source = database.source("errors", Map.of(), "hidden", "secret")) {
            assertThat(source.check(table(source), false))
                    .extracting(Finding::remedy)
                    .containsExactly("run ALTER ROLE \"hidden\" BYPASSRLS");
        } finally {
            dropUser("hidden");
        }
    }

    @Test
    void aUserWithoutTheRightToReplicate() {
        makeTable();
        makeUser("plain", "GRANT CREATE ON DATABASE " + database.name() + " TO plain", "ALTER TABLE t OWNER TO plain");
        try (Source source = database.source("errors", Map.of(), "plain", "secret")) {
            List<TableSchema> tables = table(source);
            assertThat(source.check(tables, true))
                    .extracting(Finding::code, Finding::remedy)
                    .containsExactly(
                            tuple(
                                    ErrorCode.SOURCE_GRANT_MISSING,
                                    "run ALTER ROLE \"plain\" REPLICATION (on Amazon RDS: GRANT rds_replication TO \"plain\")"));
            fails(ErrorCode.SOURCE_GRANT_MISSING, () -> source.beginCapture(tables, new CaptureStart.Now()))
                    .hasMessageContaining("ALTER ROLE \"plain\" REPLICATION");
        } finally {
            dropUser("plain");
        }
    }

    @Test
    void aUserWhoDoesNotOwnTheTable() {
        makeTable();
        makeUser(
                "guest",
                "ALTER ROLE guest REPLICATION",
                "GRANT SELECT ON t TO guest",
                "GRANT CREATE ON DATABASE " + database.name() + " TO guest");
        try (Source source = database.source("errors", Map.of(), "guest", "secret")) {
            fails(ErrorCode.SOURCE_GRANT_MISSING, () -> source.beginCapture(table(source), new CaptureStart.Now()))
                    .hasMessageContaining("CREATE PUBLICATION \"millrace_errors\" FOR TABLE ONLY \"public\".\"t\"");
            database.execute("CREATE PUBLICATION by_owner FOR TABLE t WITH (publish_via_partition_root = true)");
        }
        try (Source source = database.source("errors", Map.of("PublicationName", "by_owner"), "guest", "secret")) {
            source.beginCapture(table(source), new CaptureStart.Now());
            source.endCapture();
            assertThat(database.value("SELECT count(*) FROM pg_publication")).isEqualTo("1");
        } finally {
            dropUser("guest");
        }
    }

    @Test
    void rowsThatNothingIdentifies() {
        database.execute("CREATE TABLE t (id int)");
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            assertThat(source.check(tables, false)).isEmpty();
            assertThat(source.check(tables, true)).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(ErrorCode.SOURCE_ROW_IDENTITY_MISSING);
                assertThat(finding.remedy()).contains("ALTER TABLE \"public\".\"t\" REPLICA IDENTITY FULL");
            });
            fails(ErrorCode.SOURCE_ROW_IDENTITY_MISSING, () -> source.openSnapshot(tables, true))
                    .hasMessageContaining("REPLICA IDENTITY FULL");
            database.execute("INSERT INTO t VALUES (1)", "UPDATE t SET id = 2");
        }
    }

    @Test
    void anUnloggedTable() {
        database.execute("CREATE UNLOGGED TABLE t (id int PRIMARY KEY)");
        try (Source source = open()) {
            assertThat(source.check(table(source), true))
                    .extracting(Finding::remedy)
                    .singleElement()
                    .asString()
                    .contains("SET LOGGED");
        }
    }

    @Test
    void startsThatCanNotBe() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            fails(
                            ErrorCode.START_POSITION_INVALID,
                            () -> source.beginCapture(tables, new CaptureStart.Since(Instant.EPOCH)))
                    .hasMessageContaining("SlotName");
            fails(
                            ErrorCode.START_POSITION_INVALID,
                            () -> source.beginCapture(tables, new CaptureStart.At(source.parsePosition("0/10"))))
                    .hasMessageContaining("there is no replication slot " + SLOT);
            source.beginCapture(tables, new CaptureStart.Now());
            fails(
                            ErrorCode.START_POSITION_INVALID,
                            () -> source.beginCapture(tables, new CaptureStart.At(source.parsePosition("0/10"))))
                    .hasMessageContaining("acknowledged up to");
            fails(
                            ErrorCode.START_POSITION_INVALID,
                            () -> source.beginCapture(tables, new CaptureStart.At(source.parsePosition("FF/0"))))
                    .hasMessageContaining("the log ends at");
            fails(ErrorCode.START_POSITION_INVALID, () -> source.parsePosition("yesterday"))
                    .hasMessageContaining("4AF/B00000D0");
            SourcePosition end = source.currentPosition();
            assertThat(source.beginCapture(tables, new CaptureStart.At(end))).isEqualTo(end);
        }
    }

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

    @Test
    void aColumnWhoseTypeIsGone() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            database.execute(
                    "CREATE TYPE brief AS ENUM ('x')",
                    "ALTER TABLE t ADD b brief",
                    "INSERT INTO t VALUES (1, 'x')",
                    "DROP TYPE brief CASCADE");
            SourcePosition end = source.currentPosition();
            try (ChangeReader reader = source.openReader(from, tables)) {
                fails(ErrorCode.SOURCE_SCHEMA_UNKNOWN, () -> Changes.until(reader, end))
                        .hasMessageContaining("has been dropped");
            }
        }
    }

    @Test
    void anotherServer() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            String here = source.beginCapture(tables, new CaptureStart.Now()).encode();
            SourcePosition elsewhere = source.parsePosition(here.replaceAll("@\\d+", "@77"));
            fails(ErrorCode.SOURCE_HISTORY_CHANGED, () -> source.openReader(elsewhere, tables))
                    .hasMessageContaining("system identifier");
        }
    }

    @Test
    void aServerThatDoesNotLogEnough() {
        try (PostgresServer modest = PostgresServer.builder()
                        .setting("wal_level", "replica")
                        .setting("fsync", "off")
                        .start();
                TestDatabase there = new TestDatabase(modest)) {
            there.execute("CREATE TABLE t (id int PRIMARY KEY)");
            try (Source source = there.source("errors")) {
                List<TableSchema> tables = table(source);
                assertThat(source.check(tables, true)).singleElement().satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(ErrorCode.SOURCE_SETTING_WRONG);
                    assertThat(finding.remedy()).contains("ALTER SYSTEM SET wal_level = logical");
                });
                fails(ErrorCode.SOURCE_SETTING_WRONG, () -> source.beginCapture(tables, new CaptureStart.Now()))
                        .hasMessageContaining("ALTER SYSTEM SET wal_level = logical");
                try (Snapshot snapshot = source.openSnapshot(tables, false)) {
                    assertThat(Loads.all(snapshot, tables.get(0))).isEmpty();
                }
            }
        }
    }

    @Test
    void aCutConnection() {
        makeTable();
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            SourcePosition from = source.beginCapture(tables, new CaptureStart.Now());
            try (ChangeReader reader = source.openReader(from, tables)) {
                reader.poll(Duration.ofMillis(10));
                database.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
                fails(ErrorCode.SOURCE_CONNECTION_LOST, () -> {
                    while (true) {
                        reader.poll(Duration.ofSeconds(1));
                    }
                });
            }
            try (ChangeReader reader = source.openReader(from, tables)) {
                database.execute("INSERT INTO t VALUES (1)");
                assertThat(Changes.lines(Changes.until(reader, source.currentPosition())))
                        .containsExactly("insert t (1)");
            }
        }
    }

    @Test
    void aTableTruncatedUnderItsLoad() {
        makeTable();
        database.execute("INSERT INTO t VALUES (1)");
        try (Source source = open()) {
            List<TableSchema> tables = table(source);
            try (Snapshot snapshot = source.openSnapshot(tables, true)) {
                database.execute("TRUNCATE t");
                Chunk chunk = snapshot.plan(tables.get(0), new ChunkPolicy.Planned(10))
                        .get(0);
                try (ChunkReader reader = snapshot.read(tables.get(0), chunk)) {
                    fails(ErrorCode.SOURCE_TABLE_REWRITTEN, () -> reader.next(10, 1000))
                            .hasMessageContaining("public.t was truncated or rewritten");
                }
            }
            try (Snapshot newer = source.openSnapshot(tables, true)) {
                assertThat(Loads.all(newer, tables.get(0))).isEmpty();
            }
        }
    }
}
