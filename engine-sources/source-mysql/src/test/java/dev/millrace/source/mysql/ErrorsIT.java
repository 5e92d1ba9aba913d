package dev.millrace.source.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MariaDbServer;
import dev.millrace.servers.MySqlServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Everything that can be wrong with a server has its own code, and says what to do. */
class ErrorsIT {

    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void aWrongPassword(TestServer server) {
        Endpoint endpoint = server.endpoint("root", "wrong", SslMode.NONE, null, Map.of());
        assertFailure(() -> server.open(endpoint), ErrorCode.SOURCE_AUTHENTICATION_FAILED, "check user and password")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void aServerThatIsNotThere() {
        Endpoint endpoint = new Endpoint(
                "mysql", "127.0.0.1", 1, "", "root", new Secret("x"), SslMode.NONE, null, EndpointSettings.none());
        assertFailure(
                () -> TestServer.MYSQL.open(endpoint), ErrorCode.SOURCE_UNREACHABLE, "check that the server runs");
    }

    @ParameterizedTest
    @EnumSource(
            value = TestServer.class,
            names = {"MYSQL", "MARIADB"})
    void missingGrants(TestServer server) {
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".t (id INT PRIMARY KEY)",
                "CREATE USER IF NOT EXISTS poor IDENTIFIED BY 'poor'",
                "GRANT INSERT ON " + database + ".* TO poor");
        try (Source source = server.open(server.endpoint("poor", "poor", SslMode.NONE, null, Map.of()))) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            List<Finding> findings = source.check(tables, true);
            assertThat(blocking(findings))
                    .hasSize(2)
                    .allMatch(finding -> finding.code() == ErrorCode.SOURCE_GRANT_MISSING);
            assertThat(findings)
                    .extracting(Finding::remedy)
                    .anyMatch(remedy -> remedy.contains("GRANT SELECT ON `" + database + "`.`t`"))
                    .anyMatch(remedy -> remedy.contains("REPLICATION SLAVE"));
            assertFailure(source::currentPosition, ErrorCode.SOURCE_GRANT_MISSING, "REPLICATION CLIENT");
        }
        server.run(
                "GRANT SELECT ON " + database + ".* TO poor",
                server.isMariaDb() ? "GRANT BINLOG MONITOR ON *.* TO poor" : "GRANT REPLICATION CLIENT ON *.* TO poor");
        try (Source source = server.open(server.endpoint("poor", "poor", SslMode.NONE, null, Map.of()))) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            assertThat(blocking(source.check(tables, true)))
                    .singleElement()
                    .returns(ErrorCode.SOURCE_GRANT_MISSING, Finding::code);
            SourcePosition now = source.currentPosition();
            assertFailure(() -> poll(source, now, tables), ErrorCode.SOURCE_GRANT_MISSING, "GRANT REPLICATION SLAVE");
        }
        server.run("GRANT REPLICATION SLAVE ON *.* TO poor");
        try (Source source = server.open(server.endpoint("poor", "poor", SslMode.NONE, null, Map.of()))) {
            List<TableSchema> tables = source.tables(id -> id.schema().equals(database));
            assertThat(blocking(source.check(tables, true))).isEmpty();
        }
    }

    @Test
    void settingsThatKeepChangesOutOfTheLog() {
        TestServer server = TestServer.MYSQL;
        server.run(
                "SET GLOBAL binlog_format = MIXED",
                "SET GLOBAL binlog_row_metadata = MINIMAL",
                "SET GLOBAL binlog_expire_logs_seconds = 600");
        try (Source source = server.open()) {
            List<Finding> findings = source.check(List.of(), true);
            assertThat(blocking(findings))
                    .extracting(Finding::remedy)
                    .singleElement()
                    .satisfies(remedy -> assertThat(remedy).contains("SET GLOBAL binlog_format = ROW"));
            assertThat(findings)
                    .filteredOn(finding -> finding.severity() == Finding.Severity.WARNING)
                    .extracting(Finding::remedy)
                    .contains(
                            "run SET GLOBAL binlog_row_metadata = FULL",
                            "run SET GLOBAL binlog_expire_logs_seconds = 604800");
            assertThat(source.check(List.of(), false)).isEmpty();
        } finally {
            server.run(
                    "SET GLOBAL binlog_format = ROW",
                    "SET GLOBAL binlog_row_metadata = FULL",
                    "SET GLOBAL binlog_expire_logs_seconds = 2592000");
        }
    }

    @Test
    void tablesThatCannotBeReplicatedExactly() {
        TestServer server = TestServer.MYSQL;
        String database = server.newDatabase();
        server.run(
                "CREATE TABLE " + database + ".m (id INT PRIMARY KEY) ENGINE=MyISAM",
                "CREATE TABLE " + database + ".k (a INT)",
                "CREATE TABLE " + database + ".p (id INT PRIMARY KEY)",
                "CREATE TABLE " + database + ".q (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES " + database
                        + ".p (id) ON DELETE CASCADE)");
        try (Source source = server.open()) {
            List<Finding> findings =
                    source.check(source.tables(id -> id.schema().equals(database)), true);
            assertThat(blocking(findings))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.remedy())
                            .isEqualTo("run ALTER TABLE `" + database + "`.`m` ENGINE = InnoDB"));
            assertThat(findings)
                    .hasSize(3)
                    .extracting(Finding::problem)
                    .anyMatch(problem -> problem.contains(".k has no primary key"))
                    .anyMatch(problem -> problem.contains(".q are changed by its foreign key"));
        }
    }

    @Test
    void aServerWithoutLog() {
        try (DatabaseServer server = MySqlServer.builder()
                .without("log-bin")
                .setting("skip-log-bin", "1")
                .without("gtid-mode")
                .without("enforce-gtid-consistency")
                .start()) {
            try (Source source = open(server)) {
                assertThat(blocking(source.check(List.of(), true)))
                        .singleElement()
                        .returns(ErrorCode.SOURCE_SETTING_WRONG, Finding::code)
                        .satisfies(finding -> assertThat(finding.remedy()).contains("log_bin"));
                assertThat(source.check(List.of(), false)).isEmpty();
                source.openSnapshot(List.of(), false).close();
                assertFailure(() -> source.openSnapshot(List.of(), true), ErrorCode.SOURCE_SETTING_WRONG, "log_bin");
                assertFailure(source::currentPosition, ErrorCode.SOURCE_SETTING_WRONG, "log_bin");
            }
        }
    }

    /** Idle tasks, long stops: the server has thrown away what is still needed. */
    @ParameterizedTest
    @EnumSource(TestServer.class)
    void aPurgedLog(TestServer shared) {
        try (DatabaseServer server = shared.launch()) {
            try (Source source = open(server)) {
                SourcePosition old = source.currentPosition();
                run(
                        server,
                        "CREATE DATABASE d",
                        "CREATE TABLE d.t (id INT PRIMARY KEY)",
                        "INSERT INTO d.t VALUES (1)",
                        "FLUSH BINARY LOGS");
                SourcePosition kept = source.currentPosition();
                run(server, "INSERT INTO d.t VALUES (2)", "FLUSH BINARY LOGS");
                purgeAllButTheLast(server);
                assertFailure(
                        () -> poll(source, old, List.of()), ErrorCode.SOURCE_LOG_PURGED, "binlog_expire_logs_seconds");
                assertFailure(
                        () -> poll(source, kept, List.of()), ErrorCode.SOURCE_LOG_PURGED, "reload the task's tables");
                assertFailure(
                        () -> source.beginCapture(List.of(), new CaptureStart.Since(Instant.EPOCH)),
                        ErrorCode.SOURCE_LOG_PURGED,
                        "reach back");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void anotherHistory(TestServer shared) {
        try (DatabaseServer server = shared.launch();
                Source source = open(server);
                Source other = shared.open()) {
            shared.run("CREATE DATABASE IF NOT EXISTS history", "DROP DATABASE history");
            SourcePosition foreign = other.currentPosition();
            if (shared.isMariaDb()) {
                SourcePosition ahead = source.parsePosition("0-1-1000000");
                assertFailure(
                        () -> poll(source, ahead, List.of()),
                        ErrorCode.SOURCE_HISTORY_CHANGED,
                        "reload the task's tables");
            } else {
                assertFailure(
                        () -> poll(source, foreign, List.of()),
                        ErrorCode.SOURCE_HISTORY_CHANGED,
                        "reload the task's tables");
            }
        }
    }

    @Test
    void aPositionBehindTheEndOfItsFile() {
        try (Source source = TestServer.MYSQL_BY_FILE.open()) {
            String place = TestServer.MYSQL_BY_FILE.column("SHOW MASTER STATUS").get(0) + ":999999999";
            assertFailure(
                    () -> poll(source, source.parsePosition(place), List.of()),
                    ErrorCode.SOURCE_HISTORY_CHANGED,
                    "behind the end");
            assertFailure(
                    () -> poll(source, source.parsePosition("nosuch.000001:4"), List.of()),
                    ErrorCode.SOURCE_LOG_PURGED,
                    "nosuch.000001");
        }
    }

    @ParameterizedTest
    @EnumSource(TestServer.class)
    void aConnectionThatIsCutCanBeOpenedAgain(TestServer server) {
        try (Source source = server.open()) {
            SourcePosition now = source.currentPosition();
            try (ChangeReader reader = source.openReader(now, List.of())) {
                reader.poll(Duration.ofMillis(100));
                List<String> dumps = server.column(
                        "SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'");
                assertThat(dumps).hasSize(1);
                server.run("KILL " + dumps.get(0));
                assertFailure(() -> pollUntilFailure(reader), ErrorCode.SOURCE_CONNECTION_LOST, "");
            }
            poll(source, now, List.of());
        }
    }

    private static AbstractThrowableAssert<?, ReplicationException> assertFailure(
            ThrowingCallable call, ErrorCode code, String remedy) {
        ReplicationException failure = catchThrowableOfType(ReplicationException.class, call);
        return assertThat(failure).returns(code, ReplicationException::code).hasMessageContaining(remedy);
    }

    private static List<Finding> blocking(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCKING)
                .toList();
    }

    /** Waits for the first sign of life, which an idle server gives within seconds, or for the failure. */
    private static void poll(Source source, SourcePosition from, List<TableSchema> tables) {
        try (ChangeReader reader = source.openReader(from, tables)) {
            for (int i = 0; i < 20 && reader.poll(Duration.ofSeconds(1)).isEmpty(); i++) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }
    }

    private static void pollUntilFailure(ChangeReader reader) {
        for (int i = 0; i < 100; i++) {
            reader.poll(Duration.ofMillis(100));
        }
    }

    private static Source open(DatabaseServer server) {
        Endpoint endpoint = new Endpoint(
                server instanceof MariaDbServer ? "mariadb" : "mysql",
                server.host(),
                server.port(),
                "",
                server.username(),
                new Secret(server.password()),
                SslMode.NONE,
                null,
                EndpointSettings.none());
        return new MySqlSourceFactory().open(endpoint, TestServer.context());
    }

    private static void run(DatabaseServer server, String... statements) {
        try (var connection = java.sql.DriverManager.getConnection(
                        server.jdbcUrl("mysql"), server.username(), server.password());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (java.sql.SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** A server keeps a file for as long as transactions of it may have to be recovered, so it is asked until it obeys. */
    private static void purgeAllButTheLast(DatabaseServer server) {
        Awaitility.await().until(() -> {
            List<String> logs = logs(server);
            run(server, "PURGE BINARY LOGS TO '" + logs.get(logs.size() - 1) + "'");
            return logs(server).size() == 1;
        });
    }

    private static List<String> logs(DatabaseServer server) {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("mysql"), server.username(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
