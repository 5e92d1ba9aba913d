package dev.millrace.crash;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.testing.workload.TableComparison;
import dev.millrace.testing.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A source under load, a target, and a task between them. */
final class Testbed implements AutoCloseable {

    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration PROGRESS_TIMEOUT = Duration.ofSeconds(90);
    /** Tables of one row that the load leaves alone: no statement of it waits for their rows, or the other way about. */
    private static final String HELD = "held";

    private static final String OVERTAKING = "overtaking";
    private static final int EXIT_DONE = 0;
    private static final long UNKNOWN = -1;

    private final Scenario scenario;
    private final Path folder;
    private final DatabaseServer source;
    private final DatabaseServer target;
    private final Workload workload;

    private Testbed(Scenario scenario, Path folder, DatabaseServer source, DatabaseServer target) {
        this.scenario = scenario;
        this.folder = folder;
        this.source = source;
        this.target = target;
        this.workload = Workload.on(
                        scenario.source().dialect(),
                        source.jdbcUrl(scenario.source().database()),
                        source.username(),
                        source.password())
                .seed(scenario.seed())
                .transactionsPerSecond(100)
                .build();
    }

    /** Starts both servers, and fills the source with so many transactions of every writer. */
    static Testbed start(Scenario scenario, Path folder, int transactions) throws SQLException {
        System.out.println("scenario: " + scenario);
        DatabaseServer source = scenario.source().start();
        DatabaseServer target = scenario.target().start();
        Testbed testbed = new Testbed(scenario, folder, source, target);
        testbed.workload.createTables();
        testbed.createAside(HELD);
        testbed.createAside(OVERTAKING);
        testbed.workload.fill(transactions);
        return testbed;
    }

    DatabaseServer source() {
        return source;
    }

    DatabaseServer target() {
        return target;
    }

    Workload workload() {
        return workload;
    }

    void startWorkload() throws SQLException {
        workload.start();
    }

    /** Starts the engine on a task between these two ports, which may be those of proxies. */
    EngineProcess startEngine(int sourcePort, int targetPort, String... options) throws IOException {
        Path taskFile = folder.resolve("task.json");
        Files.writeString(taskFile, taskJson(sourcePort, targetPort));
        return EngineProcess.run(taskFile, folder.resolve("engine.log"), options);
    }

    private String taskJson(int sourcePort, int targetPort) {
        return """
                { "ReplicationTaskIdentifier": "crash",
                  "MigrationType": "full-load-and-cdc",
                  "SourceEndpoint": %s,
                  "TargetEndpoint": %s,
                  "TableMappings": { "rules": [ { "rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                      "object-locator": { "schema-name": "%s", "table-name": "%%" } } ] },
                  "EngineSettings": { "CommitMode": "%s", "ApplyWorkers": %d },
                  "ReplicationTaskSettings": { "ErrorBehavior": {
                      "RecoverableErrorInterval": 1, "RecoverableErrorThrottling": false,
                      "DataErrorPolicy": "STOP_TASK", "DataTruncationErrorPolicy": "STOP_TASK", "TableErrorPolicy": "STOP_TASK",
                      "ApplyErrorInsertPolicy": "STOP_TASK", "ApplyErrorUpdatePolicy": "STOP_TASK", "ApplyErrorDeletePolicy": "STOP_TASK" } } }
                """.formatted(
                endpoint(scenario.source(), source, sourcePort)
                        .replaceFirst("}$", ", \"EngineSettings\": { \"Reader\": \"" + scenario.reader() + "\" } }"),
                endpoint(scenario.target(), target, targetPort),
                workload.schema(),
                scenario.commitMode(),
                scenario.workers());
    }

    private static String endpoint(Engine engine, DatabaseServer server, int port) {
        return """
                { "EngineName": "%s", "ServerName": "%s", "Port": %d, "DatabaseName": "%s", "Username": "%s", "Password": "%s" }""".formatted(
                engine.engineName(), server.host(), port, engine.database(), server.username(), server.password());
    }

    /** Returns when the first table of the target is there: the engine is about to load. */
    void awaitTables(EngineProcess engine) {
        awaitAbove(UNKNOWN, "SELECT COUNT(*) FROM " + workload.schema() + ".account", engine);
    }

    /** Returns when the target, loaded, has received changes since the call. */
    void awaitProgress(EngineProcess engine) {
        awaitAbove(onTarget(hotCounter()), hotCounter(), engine);
        awaitAbove(onTarget(hotCounter()), hotCounter(), engine);
    }

    /** How far the target is, in words. */
    String progress() {
        long counter = onTarget(hotCounter());
        return counter == UNKNOWN
                ? "target not loaded"
                : "hot rows of the target at " + counter + ", " + batchesAhead() + " batches ahead of the checkpoint";
    }

    private long batchesAhead() {
        return onTarget("SELECT COUNT(*) FROM " + scenario.target().controlSchema() + ".millrace_applied_range");
    }

    /**
     * Lets one batch wait for a row that the test holds, lets another one overtake it, and kills the engine then. The load rests meanwhile:
     * batches of its rows may have to wait for each other.
     */
    void killWithBatchesAhead(EngineProcess engine) throws SQLException, InterruptedException {
        workload.stop();
        count(HELD);
        awaitTrue(engine, () -> onTarget(counter(HELD)) == number(source, scenario.source(), counter(HELD)));
        try (Connection holder = connect(target, scenario.target());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE " + workload.schema() + "." + HELD + " SET counter = counter");
            count(HELD);
            awaitTrue(engine, () -> onTarget(scenario.target().waitingTransactions()) > 0);
            count(OVERTAKING);
            awaitTrue(engine, () -> batchesAhead() > 0);
            engine.kill();
            holder.rollback();
        }
        workload.start();
    }

    private void createAside(String table) throws SQLException {
        onSource("CREATE TABLE " + workload.schema() + "." + table + " (id int PRIMARY KEY, counter bigint NOT NULL)");
        onSource("INSERT INTO " + workload.schema() + "." + table + " VALUES (1, 0)");
    }

    private void count(String table) throws SQLException {
        onSource("UPDATE " + workload.schema() + "." + table + " SET counter = counter + 1 WHERE id = 1");
    }

    private String counter(String table) {
        return "SELECT counter FROM " + workload.schema() + "." + table;
    }

    private void onSource(String sql) throws SQLException {
        try (Connection connection = connect(source, scenario.source());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The sum of the hot rows' counters grows with the changes applied, and is null before the load. */
    private String hotCounter() {
        return "SELECT SUM(counter) FROM " + workload.schema() + ".hot";
    }

    private void awaitAbove(long before, String query, EngineProcess engine) {
        awaitTrue(engine, () -> onTarget(query) > before);
    }

    private static void awaitTrue(EngineProcess engine, Callable<Boolean> condition) {
        try {
            await().atMost(PROGRESS_TIMEOUT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !engine.isAlive() || condition.call());
        } catch (ConditionTimeoutException tooLong) {
            throw new AssertionError("The engine hangs; it says:\n" + engine.outputWithThreads(), tooLong);
        }
        assertThat(engine.isAlive())
                .as("The engine has ended; it says:\n%s", engine.outputTail())
                .isTrue();
    }

    private long onTarget(String query) {
        return number(target, scenario.target(), query);
    }

    private static long number(DatabaseServer server, Engine engine, String query) {
        try (Connection connection = connect(server, engine);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            long value = result.getLong(1);
            return result.wasNull() ? UNKNOWN : value;
        } catch (SQLException notLoadedYet) {
            return UNKNOWN;
        }
    }

    /** Ends the load on the source, lets the engine catch up, and compares everything. */
    void stopAndCompare() throws IOException, InterruptedException, SQLException {
        workload.stop();
        System.out.println("workload: " + workload.counts());
        try (EngineProcess engine = startEngine(source.port(), target.port(), "--until", "caught-up")) {
            int exit = engine.awaitExit(CATCH_UP_TIMEOUT);
            assertThat(exit)
                    .as("exit code; the engine says:\n%s", engine.outputTail())
                    .isEqualTo(EXIT_DONE);
        }
        try (Connection from = connect(source, scenario.source());
                Connection to = connect(target, scenario.target())) {
            List<String> tables = new ArrayList<>(workload.tableNames());
            tables.addAll(List.of(HELD, OVERTAKING));
            for (String table : tables) {
                TableComparison comparison =
                        TableComparison.compare(from, workload.schema(), to, workload.schema(), table);
                System.out.println(comparison);
                assertThat(comparison.isEqual())
                        .as("%s\n%s", scenario, comparison)
                        .isTrue();
            }
        }
    }

    private static Connection connect(DatabaseServer server, Engine engine) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(engine.database()), server.username(), server.password());
    }

    @Override
    public void close() {
        try (source;
                target;
                workload) {
            System.out.println("scenario ended: " + scenario);
        }
    }
}
