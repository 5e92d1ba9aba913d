package dev.millrace.hazards;

import dev.millrace.config.CommitMode;
import dev.millrace.config.StopCondition;
import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import dev.millrace.testing.workload.TableComparison;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A source, a target with tables of its own, and a task that applies changes with several workers in many small batches. The source
 * executes its transactions one after the other, which makes it the serial replay that the target is compared with.
 */
final class Replica implements AutoCloseable {
    private static final int WORKERS = 4;

    /** Holds some transactions of each test, which stay below it, so that one is not applied in parts. */
    private static final int BATCH_ROWS = 12;

    private static final String STOP_ALWAYS = """
            "DataErrorPolicy": "STOP_TASK", "DataTruncationErrorPolicy": "STOP_TASK", "TableErrorPolicy": "STOP_TASK",
            "ApplyErrorInsertPolicy": "STOP_TASK", "ApplyErrorUpdatePolicy": "%s", "ApplyErrorDeletePolicy": "STOP_TASK\"""";

    private static final int TRANSACTIONS_TOGETHER = 3;
    /** The most that a batch takes whole. */
    private static final int FILLER_ROWS = BATCH_ROWS - 1;

    private static final int LEAST_BATCHES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    /** What happens while a task runs. */
    interface Meanwhile {
        void run() throws Exception;
    }

    private final Database from;
    private final Database to;
    private final CommitMode mode;
    private final Connection connection;
    private final Statement session;
    private final UnevenSinks sinks = new UnevenSinks();
    private String updatePolicy = "STOP_TASK";
    private String startPosition = "";
    private int transactions;
    private int markers;

    private Replica(Database from, Database to, CommitMode mode) throws SQLException {
        this.from = from;
        this.to = to;
        this.mode = mode;
        this.connection = from.connect();
        this.session = connection.createStatement();
    }

    static Replica on(DatabaseServer server, CommitMode mode, String name) throws SQLException {
        return new Replica(Database.create(server, name + "_from"), Database.create(server, name + "_to"), mode);
    }

    /** What becomes of updates that are refused; by default they stop the task, as all else does. */
    void onRefusedUpdate(String policy) {
        updatePolicy = policy;
    }

    /** Executes on both sides. */
    void both(String... statements) throws SQLException {
        source(statements);
        target(statements);
    }

    /** Executes on the source only, in the session of the transactions, each for itself. */
    void source(String... statements) throws SQLException {
        for (String statement : statements) {
            session.execute(statement);
        }
    }

    void target(String... statements) throws SQLException {
        to.execute(statements);
    }

    /** Lets the task capture what comes from now on. */
    void begin() throws SQLException, InterruptedException {
        both("CREATE TABLE marker (id int PRIMARY KEY)", "CREATE TABLE filler (id int PRIMARY KEY)");
        if (from.engineName().equals("postgres")) {
            try (ReplicationTask task = task(StopCondition.CAUGHT_UP)) {
                task.start();
                requireNoFailure(task.awaitCompletion());
            }
        } else {
            String[] status = from.rows("SHOW MASTER STATUS").get(0).split(" ");
            startPosition = status[0] + ":" + status[1];
        }
    }

    /**
     * One transaction of the source; after every third, rows of another table fill two batches, one of them alone, so that not every batch
     * meets the one before it.
     */
    void transaction(String... statements) throws SQLException {
        connection.setAutoCommit(false);
        source(statements);
        connection.commit();
        connection.setAutoCommit(true);
        if (++transactions % TRANSACTIONS_TOGETHER == 0) {
            fill(2 * transactions);
            fill(2 * transactions + 1);
        }
    }

    private void fill(int number) throws SQLException {
        int from = number * FILLER_ROWS;
        source(IntStream.range(from, from + FILLER_ROWS)
                .mapToObj(id -> "(" + id + ")")
                .collect(Collectors.joining(", ", "INSERT INTO filler VALUES ", "")));
    }

    /** Applies everything. Whatever the target refuses makes it fail, unless a policy was given. */
    TaskStatus catchUp() throws Exception {
        try (ReplicationTask task = task(StopCondition.NONE)) {
            task.start();
            awaitMarker(task);
            return stopped(task);
        }
    }

    /** As {@link #catchUp()}, with something that happens once the task has applied what is there. */
    TaskStatus catchUp(Meanwhile work) throws Exception {
        try (ReplicationTask task = task(StopCondition.NONE)) {
            task.start();
            awaitMarker(task);
            work.run();
            awaitMarker(task);
            return stopped(task);
        }
    }

    private void awaitMarker(ReplicationTask task) throws SQLException {
        int number = ++markers;
        source("INSERT INTO marker VALUES (" + number + ")");
        try (Connection target = to.connect();
                PreparedStatement marker =
                        target.prepareStatement("SELECT COUNT(*) FROM marker WHERE id = " + number)) {
            await().atMost(PATIENCE).pollInterval(POLL).until(() -> {
                requireNoFailure(task.status());
                return isPositive(marker) && isIdle(task.status());
            });
        }
    }

    private TaskStatus stopped(ReplicationTask task) {
        task.stop();
        assertThat(sinks.transactions()).as("batches").isGreaterThan(LEAST_BATCHES);
        assertThat(sinks.mostAtOnce()).as("batches at once").isGreaterThan(1);
        return requireNoFailure(task.status());
    }

    private static boolean isPositive(PreparedStatement count) throws SQLException {
        try (ResultSet row = count.executeQuery()) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    /** Once the marker has come, everything before it was read. */
    private static boolean isIdle(TaskStatus status) {
        return status.changes().map(changes -> changes.pendingChanges() == 0).orElse(false);
    }

    private static TaskStatus requireNoFailure(TaskStatus status) {
        status.failure().ifPresent(failure -> {
            throw failure;
        });
        return status;
    }

    private ReplicationTask task(StopCondition condition) {
        String json = TaskJson.between(from, to)
                .type("cdc")
                .settings("{\"ChangeProcessingTuning\": {\"BatchSplitSize\": " + BATCH_ROWS + "}, \"ErrorBehavior\": {"
                        + STOP_ALWAYS.formatted(updatePolicy) + "}}")
                .more(", \"EngineSettings\": {\"CommitMode\": \""
                        + mode.name().toLowerCase(Locale.ROOT) + "\", \"ApplyWorkers\": " + WORKERS + "}"
                        + (startPosition.isEmpty() ? "" : ", \"CdcStartPosition\": \"" + startPosition + "\""))
                .text();
        return ReplicationTask.builder(TaskFile.parse(json).configuration())
                .sinkFactories(sinks.factories())
                .stopWhen(condition)
                .build();
    }

    Database from() {
        return from;
    }

    Database to() {
        return to;
    }

    /** Every row of these tables is the same on both sides. */
    void assertEqual(String... tables) throws SQLException {
        try (Connection target = to.connect()) {
            for (String table : tables) {
                TableComparison comparison =
                        TableComparison.compare(connection, from.schema(), target, to.schema(), table);
                assertThat(comparison.isEqual()).as("%s", comparison).isTrue();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                ReplicationTask task = task(StopCondition.NONE)) {
            task.delete();
        }
    }
}
