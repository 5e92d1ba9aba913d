package dev.millrace.examples.cli;

import dev.millrace.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a user is told who got something wrong: an exit code, an error code, where, and what to do. */
class BadInputIT {
    /** Below the ports that anybody is given; nobody listens there. */
    private static final int CLOSED_PORT = 1;

    private static final String NO_RETRY = "{\"ErrorBehavior\": {\"RecoverableErrorCount\": 0}}";
    private static PostgresServer server;
    private static int databases;

    @TempDir
    private Path folder;

    private Database from = new Database(server, "postgres");
    private Database to = new Database(server, "postgres");

    @BeforeAll
    static void startServer() {
        server = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @BeforeEach
    void makeDatabases() throws Exception {
        databases++;
        from = Database.create(server, "from_" + databases);
        to = Database.create(server, "to_" + databases);
        from.execute("CREATE TABLE orders (id int PRIMARY KEY, note text)", "INSERT INTO orders VALUES (1, 'one')");
    }

    @Test
    void missingTaskFile() throws Exception {
        assertFailure(run(folder.resolve("nowhere.json")), 2, "TASK_FILE_UNREADABLE", "does not exist; check the path");
    }

    @Test
    void brokenTaskFile() throws Exception {
        Path file = Files.writeString(folder.resolve("broken.json"), "{\"MigrationType\": \"cdc\"\n \"x\": 1}");

        assertFailure(run(file), 2, "TASK_FILE_INVALID", "broken.json is not JSON at line 2, column");
    }

    @Test
    void wrongValuesInTheTaskFile() throws Exception {
        assertFailure(
                run(task().type("sometimes")
                        .settings("{\"FullLoadSettings\": {\"MaxFullLoadSubTasks\": 50}}")
                        .writeTo(folder)),
                2,
                "TASK_FILE_INVALID",
                "$.MigrationType is 'sometimes'; it must be one of full-load, cdc, full-load-and-cdc",
                "MaxFullLoadSubTasks is '50'; it must be a whole number from 1 to 49");
    }

    @Test
    void missingSecret() throws Exception {
        assertFailure(
                run(task().source(from.endpoint("postgres", "${env:MILLRACE_NO_SUCH_VARIABLE}", server.port()))
                        .writeTo(folder)),
                2,
                "SECRET_MISSING",
                "$.SourceEndpoint.Password takes its value from environment variable MILLRACE_NO_SUCH_VARIABLE");
    }

    @Test
    void malformedMapping() throws Exception {
        assertFailure(
                run(task().rules("{\"rule-type\": \"selection\", \"rule-id\": 1, \"rule-action\": \"include\"}")
                        .writeTo(folder)),
                2,
                "MAPPING_INVALID",
                "rules[0]['object-locator']['schema-name'] is missing; give a name, or % for all");
    }

    @Test
    void unknownEngine() throws Exception {
        assertFailure(
                run(task().source("{\"EngineName\": \"postgresql\", \"ServerName\": \"a\"}")
                        .writeTo(folder)),
                2,
                "ENGINE_UNKNOWN",
                "SourceEndpoint.EngineName is 'postgresql'",
                "postgres");
    }

    @Test
    void noTableMatches() throws Exception {
        assertFailure(
                run(task().rules("{\"rule-type\": \"selection\", \"rule-id\": 1, \"rule-action\": \"include\","
                                + " \"object-locator\": {\"schema-name\": \"PUBLIC\", \"table-name\": \"%\"}}")
                        .writeTo(folder)),
                2,
                "NO_TABLES_MATCHED",
                "names are case-sensitive");
    }

    @Test
    void unreachableHost() throws Exception {
        assertFailure(
                run(task().source(from.endpoint("postgres", "postgres", CLOSED_PORT))
                        .settings(NO_RETRY)
                        .writeTo(folder)),
                1,
                "SOURCE_UNREACHABLE",
                "127.0.0.1:" + CLOSED_PORT);
        assertFailure(
                run(task().target(to.endpoint("postgres", "postgres", CLOSED_PORT))
                        .settings(NO_RETRY)
                        .writeTo(folder)),
                1,
                "TARGET_UNREACHABLE",
                "127.0.0.1:" + CLOSED_PORT);
    }

    @Test
    void wrongPassword() throws Exception {
        MillraceProcess source = run(task().source(from.endpoint("postgres", "not-this-one", server.port()))
                .writeTo(folder));
        MillraceProcess target = run(task().target(to.endpoint("postgres", "not-this-one", server.port()))
                .writeTo(folder));

        assertFailure(source, 1, "SOURCE_AUTHENTICATION_FAILED", "postgres");
        assertFailure(target, 1, "TARGET_AUTHENTICATION_FAILED", "postgres");
        assertThat(source.output() + target.output()).doesNotContain("not-this-one");
    }

    @Test
    void missingCertificateFile() throws Exception {
        String missing = folder.resolve("nowhere.pem").toString();

        assertFailure(
                run(task().target(protectedEndpoint(to, "verify-full", ", \"CertificateFile\": \"" + missing + "\""))
                        .writeTo(folder)),
                2,
                "SETTING_INVALID",
                "TargetEndpoint.CertificateFile is '" + missing
                        + "', which can't be read; name a PEM file with the authorities to trust");
    }

    @Test
    void serverWithoutTls() throws Exception {
        String remedy = "the server offers no TLS: give it a certificate and switch TLS on, or set SslMode to none";

        assertFailure(
                run(task().source(protectedEndpoint(from, "require", "")).writeTo(folder)),
                1,
                "SOURCE_SETTING_WRONG",
                remedy);
        assertFailure(
                run(task().target(protectedEndpoint(to, "require", "")).writeTo(folder)),
                1,
                "TARGET_SETTING_WRONG",
                remedy);
    }

    private static String protectedEndpoint(Database database, String mode, String more) {
        return database.endpoint("postgres", "postgres", server.port(), ", \"SslMode\": \"" + mode + "\"" + more);
    }

    @Test
    void missingGrant() throws Exception {
        from.execute("CREATE ROLE reader LOGIN PASSWORD 'reader'", "GRANT SELECT ON orders TO reader");

        assertFailure(
                run(task().source(from.endpoint("reader", "reader", server.port()))
                        .writeTo(folder)),
                1,
                "SOURCE_GRANT_MISSING",
                "ALTER ROLE",
                "REPLICATION");
    }

    @Test
    void wrongWalLevel() throws Exception {
        try (PostgresServer replica =
                PostgresServer.builder().setting("wal_level", "replica").start()) {
            Database plain = Database.create(replica, "plain");
            plain.execute("CREATE TABLE orders (id int PRIMARY KEY)");

            assertFailure(
                    run(task().source(plain.endpoint()).writeTo(folder)),
                    1,
                    "SOURCE_SETTING_WRONG",
                    "wal_level",
                    "logical");
        }
    }

    @Test
    void tableWithoutAKeyWhoseUpdatesCouldNotBeApplied() throws Exception {
        from.execute("CREATE TABLE keyless (id int)");

        assertFailure(
                run(task().writeTo(folder)), 1, "SOURCE_ROW_IDENTITY_MISSING", "keyless", "REPLICA IDENTITY FULL");
    }

    @Test
    void targetTableWithOtherColumns() throws Exception {
        to.execute("CREATE TABLE orders (id int PRIMARY KEY, remark text)");

        assertFailure(run(task().writeTo(folder)), 1, "TARGET_TABLE_MISMATCH", "public.orders", "note");
    }

    @Test
    void resumeOfATaskThatNeverRan() throws Exception {
        assertFailure(
                run(task().writeTo(folder), "--resume"),
                1,
                "CHECKPOINT_UNUSABLE",
                "can't resume",
                "start it without resume");
    }

    private MillraceProcess run(Path file, String... options) throws IOException, InterruptedException {
        String[] arguments = new String[options.length + 6];
        arguments[0] = "run";
        arguments[1] = file.toString();
        arguments[2] = "--output";
        arguments[3] = "json";
        arguments[4] = "--until";
        arguments[5] = "caught-up";
        System.arraycopy(options, 0, arguments, 6, options.length);
        return MillraceProcess.run(folder, arguments);
    }

    /** The reason is in the status object and, for people, on standard error. */
    private static void assertFailure(MillraceProcess run, int exitCode, String errorCode, String... words)
            throws IOException {
        run.expect(exitCode);
        assertThat(run.status().path("Status").asText()).isEqualTo("failed");
        assertThat(run.status().path("ErrorCode").asText()).as(run.output()).isEqualTo(errorCode);
        assertThat(run.status().path("LastFailureMessage").asText()).contains(words);
        assertThat(run.stderr()).contains(errorCode).contains(words[0]);
    }

    private TaskJson task() {
        return TaskJson.named("bad_" + databases).source(from.endpoint()).target(to.endpoint());
    }
}
