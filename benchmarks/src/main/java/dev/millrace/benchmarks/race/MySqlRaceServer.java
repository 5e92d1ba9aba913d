package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Dialect;
import dev.millrace.benchmarks.race.workload.Table;
import dev.millrace.servers.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A MySQL server with relaxed durability: commits reach the system at once and the disk within a second. On two processors the
 * threads that write its redo log are better off.
 */
final class MySqlRaceServer extends RaceServer {
    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();
    private static final String HOME = "mysql";
    private static final String RACE = "race";
    private static final Set<String> SYSTEM = Set.of(HOME, "sys", "information_schema", "performance_schema");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 100;

    static {
        SETTINGS.put("innodb-buffer-pool-size", "512M");
        SETTINGS.put("innodb-redo-log-capacity", "2G");
        SETTINGS.put("innodb-log-writer-threads", "OFF");
        SETTINGS.put("innodb-flush-log-at-trx-commit", "2");
        SETTINGS.put("sync-binlog", "0");
        SETTINGS.put("binlog-transaction-dependency-tracking", "WRITESET");
    }

    private final MySqlServer server;

    MySqlRaceServer() {
        MySqlServer.Builder builder = MySqlServer.builder();
        SETTINGS.forEach(builder::setting);
        server = builder.start();
    }

    @Override
    MySqlServer server() {
        return server;
    }

    @Override
    Dialect dialect() {
        return Dialect.MYSQL;
    }

    @Override
    String engineName() {
        return "mysql";
    }

    @Override
    String home() {
        return HOME;
    }

    @Override
    List<String> tidy() {
        return List.of();
    }

    @Override
    void growLog(long rows) {}

    /** A replica writes to the databases of its source's names, and so do all others. */
    @Override
    public String nameFor(String contestant, int pair) {
        return RACE;
    }

    /** There are no templates here, so every run's database is filled anew. */
    @Override
    void create(String database) throws SQLException {
        drop(database);
        List<String> statements = new ArrayList<>(List.of("SET sql_log_bin = 0"));
        statements.addAll(furniture());
        execute(HOME, statements);
    }

    @Override
    void createEmpty(String database) throws SQLException {
        drop(database);
    }

    /** The databases of the race, and those in which contestants keep what they remember. */
    @Override
    public void drop(String database) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Connection connection = connect(HOME);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW DATABASES")) {
            while (row.next()) {
                if (!SYSTEM.contains(row.getString(1))) {
                    statements.add("DROP DATABASE `" + row.getString(1) + "`");
                }
            }
            execute(connection, statements);
        }
    }

    /** Lets InnoDB write all changed pages. */
    @Override
    public void settle() throws SQLException {
        try (Connection connection = connect(HOME);
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0, GLOBAL innodb_max_dirty_pages_pct = 0, "
                    + "GLOBAL innodb_io_capacity_max = 20000, GLOBAL innodb_io_capacity = 20000");
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (dirtyPages(statement) > 0 && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_MILLIS);
            }
            statement.execute("SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT, "
                    + "GLOBAL innodb_max_dirty_pages_pct_lwm = DEFAULT, GLOBAL innodb_io_capacity = DEFAULT, "
                    + "GLOBAL innodb_io_capacity_max = DEFAULT");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long dirtyPages(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")) {
            row.next();
            return row.getLong(2);
        }
    }

    @Override
    void publish(List<Table> tables) {}

    /** A place in the binary log. */
    record LogPosition(String file, long offset) {}

    LogPosition logEnd() throws SQLException {
        try (Connection connection = connect(HOME);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            row.next();
            return new LogPosition(row.getString(1), row.getLong(2));
        }
    }

    @Override
    EngineOrigin engineOrigin(String contestant, int pairs) {
        return new EngineOrigin() {
            private LogPosition start = new LogPosition("", 0);

            @Override
            public void fix() throws SQLException {
                start = logEnd();
            }

            @Override
            public void begin(TaskDocument task, int pair) {
                task.startAt(start.file() + ":" + start.offset());
            }
        };
    }

    @Override
    public String describe() {
        return "MySQL " + server.version() + ", binlog_format=ROW, " + SETTINGS;
    }
}
