package dev.millrace.source.postgres;

import dev.millrace.error.ErrorCode;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Each thing that can be wrong has its code, and a message that says what to do. */
final class ErrorsIT extends PostgresErrors {

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
