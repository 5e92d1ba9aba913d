package dev.millrace.testing.workload;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A write load on a real database: tables with a key, with a key of two columns, without a key, with unique and foreign keys, and
 * with rows that all writers fight for; inserts, updates (of keys too), deletes, transactions of one to a few thousand rows, and
 * rollbacks. Each writer's statements follow from the seed and the writer's number alone; how the writers interleave does not.
 *
 * <p>Use: {@link #createTables()} on an empty schema, {@link #fill} for what a full load is to find, {@link #start()}, and
 * {@link #stop()}, which returns when the last transaction is committed. Methods are for one thread.
 */
public final class Workload implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Builder settings;
    private final WorkloadTables tables;
    private final WorkloadCounts counts = new WorkloadCounts();
    private final List<WorkloadWriter> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    private Workload(Builder settings) {
        this.settings = settings;
        this.tables = new WorkloadTables(settings.dialect, settings.schema);
    }

    /** A workload on the database at this JDBC address, in its dialect. */
    public static Builder on(WorkloadDialect dialect, String jdbcUrl, String username, String password) {
        return new Builder(dialect, jdbcUrl, username, password);
    }

    /** The schema (on MySQL: the database) that holds the tables. */
    public String schema() {
        return settings.schema;
    }

    /** The tables' names, parents before children. */
    public List<String> tableNames() {
        return WorkloadTables.names();
    }

    /** Creates the schema and its tables. */
    public void createTables() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : tables.create()) {
                statement.execute(sql);
            }
            for (int id = 0; id < WorkloadWriter.HOT_ROWS; id++) {
                statement.execute("INSERT INTO " + tables.hot() + " VALUES (" + id + ", 0)");
            }
        }
    }

    /** Fills the tables with so many transactions of every writer, before {@link #start()}. */
    public void fill(int transactionsPerWriter) throws SQLException {
        for (WorkloadWriter writer : writers()) {
            for (int i = 0; i < transactionsPerWriter; i++) {
                writer.transaction();
            }
        }
    }

    /** Starts the writers; they may be started again after {@link #stop()}, also on a server that was restarted. */
    public void start() throws SQLException {
        stopping.set(false);
        System.out.println("workload: seed " + settings.seed + ", " + settings.writers + " writers");
        for (int number = 0; number < settings.writers; number++) {
            WorkloadWriter writer = writers().get(number);
            if (!writer.isConnected()) {
                writer.reconnect(connect());
            }
            Thread thread = new Thread(() -> run(writer), "workload/writer-" + number);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Lets every writer end its transaction, and fails if one of them failed. */
    public void stop() {
        stopping.set(true);
        for (Thread thread : threads) {
            join(thread);
        }
        threads.clear();
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("The workload failed: " + first.getMessage(), first);
        }
    }

    /** What was committed and rolled back so far. */
    public WorkloadCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        stopping.set(true);
        threads.forEach(Workload::join);
        writers.forEach(WorkloadWriter::close);
    }

    /** Made once, because a writer knows which rows are there. */
    private List<WorkloadWriter> writers() throws SQLException {
        while (writers.size() < settings.writers) {
            writers.add(new WorkloadWriter(connect(), tables, writers.size(), settings.seed, counts));
        }
        return writers;
    }

    private void run(WorkloadWriter writer) {
        long pauseNanos = TimeUnit.SECONDS.toNanos(settings.writers) / settings.transactionsPerSecond;
        try {
            long next = System.nanoTime();
            while (!stopping.get()) {
                writer.transaction();
                next = Math.max(next + pauseNanos, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        } catch (SQLException | RuntimeException broken) {
            failure.compareAndSet(null, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " has not stopped within " + STOP_TIMEOUT);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(settings.jdbcUrl, settings.username, settings.password);
    }

    /** Configures a {@link Workload}. */
    public static final class Builder {

        private final WorkloadDialect dialect;
        private final String jdbcUrl;
        private final String username;
        private final String password;
        private String schema = "shop";
        private long seed = 1;
        private int writers = 3;
        private int transactionsPerSecond = 100;

        private Builder(WorkloadDialect dialect, String jdbcUrl, String username, String password) {
            this.dialect = Objects.requireNonNull(dialect, "dialect");
            this.jdbcUrl = Objects.requireNonNull(jdbcUrl, "jdbcUrl");
            this.username = Objects.requireNonNull(username, "username");
            this.password = Objects.requireNonNull(password, "password");
        }

        /** The schema (on MySQL: the database) to create; {@code shop} unless said otherwise. */
        public Builder schema(String name) {
            schema = Objects.requireNonNull(name, "name");
            return this;
        }

        /** What the statements follow from; 1 unless said otherwise. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** How many connections write at once; 3 unless said otherwise. */
        public Builder writers(int count) {
            writers = count;
            return this;
        }

        /** The most transactions a second, of all writers together; 100 unless said otherwise. */
        public Builder transactionsPerSecond(int rate) {
            transactionsPerSecond = rate;
            return this;
        }

        /** Connects to nothing yet. */
        public Workload build() {
            return new Workload(this);
        }
    }
}
