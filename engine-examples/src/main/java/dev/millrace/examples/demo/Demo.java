package dev.millrace.examples.demo;

import dev.millrace.config.StartMode;
import dev.millrace.error.ReplicationException;
import dev.millrace.examples.cli.Figures;
import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.servers.PostgresServer;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** The story that the demonstration tells. */
final class Demo implements AutoCloseable {
    private static final Duration LIVE_TIME = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final int orders;
    private final PrintStream out = System.out;
    private final PostgresServer source;
    private final PostgresServer target;
    private int marks;

    Demo(int orders) {
        this.orders = orders;
        out.println("Starting two PostgreSQL servers ...");
        source = PostgresServer.builder().start();
        target = PostgresServer.builder().start();
        out.println("  source: PostgreSQL " + source.version() + " on port " + source.port() + ", target: PostgreSQL "
                + target.version() + " on port " + target.port());
    }

    /** Whether source and target were equal in the end. */
    boolean run() throws SQLException, InterruptedException {
        try (Connection connection = connect(source)) {
            fill(connection);
            return replicate(connection);
        }
    }

    @Override
    public void close() {
        target.close();
        source.close();
    }

    private void fill(Connection connection) throws SQLException {
        out.println("Filling the source ...");
        execute(connection, Shop.tables());
        execute(connection, Shop.rows(orders));
        out.println("  " + Figures.count(rows(connection)) + " rows in " + Shop.TABLES.size()
                + " tables, one of them without a key");
    }

    private boolean replicate(Connection connection) throws SQLException, InterruptedException {
        try {
            loadAndFollow(connection);
            catchUp(connection);
            return isEqual(connection);
        } catch (ReplicationException failure) {
            out.println("FAILED " + failure.code() + ": " + failure.getMessage());
            return false;
        }
    }

    private void loadAndFollow(Connection connection) throws SQLException, InterruptedException {
        out.println("Full load, while the source is being written to ...");
        try (Shoppers shoppers = new Shoppers(connect(source), orders);
                ReplicationTask task = task(StartMode.AUTOMATIC)) {
            shoppers.start();
            task.start();
            tellLoad(awaitLoad(task));
            follow(connection, task, shoppers);
            task.stop();
        }
    }

    private static TaskStatus awaitLoad(ReplicationTask task) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        TaskStatus status = task.status();
        while (!isLoaded(status)) {
            status = task.awaitCompletion(Duration.ofMillis(20));
            requireRunning(status);
            requireTime(deadline, "the full load");
        }
        return status;
    }

    private void tellLoad(TaskStatus status) {
        long rows = status.tables().stream()
                .mapToLong(TableStatistics::fullLoadRows)
                .sum();
        long bytes = status.tables().stream()
                .mapToLong(TableStatistics::fullLoadBytes)
                .sum();
        out.println("  " + Figures.count(rows) + " rows, " + Figures.bytes(bytes) + " loaded in "
                + Figures.time(status.elapsed()) + ", " + perSecond(rows, status.elapsed())
                + " from the start of the task");
    }

    private void follow(Connection connection, ReplicationTask task, Shoppers shoppers)
            throws SQLException, InterruptedException {
        out.println("Following live changes for " + Figures.time(LIVE_TIME) + " ...");
        requireRunning(task.awaitCompletion(LIVE_TIME));
        shoppers.stop();
        Duration lag = awaitMark(connection, task);
        out.println("  " + Figures.count(shoppers.transactions())
                + " transactions written since the load began; the target had the last one " + Figures.time(lag)
                + " after its commit");
    }

    private void catchUp(Connection connection) throws SQLException, InterruptedException {
        out.println("Stopped the task; writing much to the source; resuming ...");
        execute(
                connection,
                List.of(
                        "UPDATE shop.order_lines SET price = price + 1",
                        "DELETE FROM shop.visits WHERE page LIKE '%7'",
                        "INSERT INTO shop.visits SELECT at + interval '1 year', page, took FROM shop.visits"));
        try (ReplicationTask task = task(StartMode.RESUME)) {
            task.start();
            Duration time = awaitMark(connection, task);
            long changes = applied(task);
            out.println("  " + Figures.count(changes) + " changes applied in " + Figures.time(time)
                    + " from the start of the task, " + perSecond(changes, time));
            task.stop();
        }
    }

    private boolean isEqual(Connection connection) throws SQLException {
        out.println("Comparing all rows ...");
        boolean equal = true;
        try (Connection other = connect(target)) {
            for (String table : Shop.TABLES) {
                TableFingerprint here = TableFingerprint.of(connection, table);
                TableFingerprint there = TableFingerprint.of(other, table);
                equal &= here.equals(there);
                out.println("  " + table + ": " + Figures.count(here.rows()) + " rows, "
                        + (here.equals(there) ? "equal" : "DIFFERENT: the target has " + Figures.count(there.rows())));
            }
        }
        out.println(equal ? "Source and target are equal." : "Source and target DIFFER.");
        return equal;
    }

    /** How long it takes until the target shows a row that is written to the source now. */
    private Duration awaitMark(Connection connection, ReplicationTask task) throws SQLException, InterruptedException {
        marks++;
        execute(connection, List.of("INSERT INTO shop.marks VALUES (" + marks + ", 'seen')"));
        long start = System.nanoTime();
        try (Connection other = connect(target)) {
            while (number(other, "SELECT count(*) FROM shop.marks WHERE id = " + marks) == 0) {
                requireRunning(task.awaitCompletion(Duration.ofMillis(2)));
                requireTime(start + PATIENCE.toNanos(), "the catch-up");
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private ReplicationTask task(StartMode mode) {
        return ReplicationTask.builder(
                        TaskFile.parse(DemoTask.json(source, target)).configuration())
                .startMode(mode)
                .build();
    }

    private static boolean isLoaded(TaskStatus status) {
        return !status.tables().isEmpty()
                && status.tables().stream().allMatch(table -> table.state() == TableState.TABLE_COMPLETED);
    }

    private static void requireRunning(TaskStatus status) {
        if (status.failure().isPresent()) {
            throw status.failure().get();
        }
        if (status.state() == TaskState.STOPPED) {
            throw new IllegalStateException("the task has stopped by itself");
        }
    }

    private static void requireTime(long deadline, String what) {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException(what + " takes longer than " + PATIENCE);
        }
    }

    private static long applied(ReplicationTask task) {
        return task.status()
                .changes()
                .map(TaskStatus.ChangeProgress::appliedChanges)
                .orElse(0L);
    }

    private static String perSecond(long count, Duration time) {
        return Figures.rate(count / Math.max(0.001, time.toNanos() / 1e9));
    }

    private static long rows(Connection connection) throws SQLException {
        long rows = 0;
        for (String table : Shop.TABLES) {
            rows += number(connection, "SELECT count(*) FROM " + table);
        }
        return rows;
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
