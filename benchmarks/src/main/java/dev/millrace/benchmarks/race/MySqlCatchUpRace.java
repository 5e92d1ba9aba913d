package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both read the same stretch of a binary log, from the same place. */
final class MySqlCatchUpRace extends RaceIntoPostgres {
    private static final Map<String, String> SETTINGS = Map.of("innodb-buffer-pool-size", "512M");

    private final MySqlServer source = startSource();
    private final TargetDatabases targets;
    private final DebeziumContestant debezium;
    private final String start;

    MySqlCatchUpRace(RaceOptions options) throws SQLException, IOException, InterruptedException {
        super(options, new Orders(Orders.Dialect.MYSQL, options.rows()));
        targets = new TargetDatabases(target(), template(new Orders(Orders.Dialect.POSTGRES, options.rows()), true));
        try (Connection connection = connectToSource()) {
            List<String> before = new ArrayList<>(List.of("CREATE DATABASE race", "CREATE DATABASE race_work"));
            before.addAll(orders().tables());
            before.addAll(orders().numbers());
            before.addAll(orders().rowsBefore());
            execute(connection, before);
            debezium = new DebeziumContestant(options, source, targets, target());
            debezium.learnStart(() -> execute(
                    connection, List.of("DELETE FROM race.marks WHERE id = 0", "INSERT INTO race.marks VALUES (0)")));
            start = logEnd(connection);
            execute(connection, orders().backlog());
        }
    }

    private static MySqlServer startSource() {
        MySqlServer.Builder builder = MySqlServer.builder();
        SETTINGS.forEach(builder::setting);
        return builder.start();
    }

    private static String logEnd(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            row.next();
            return row.getString(1) + ":" + row.getLong(2);
        }
    }

    @Override
    public String title() {
        return "MySQL to PostgreSQL, catching up";
    }

    @Override
    public long rows() {
        return orders().changes();
    }

    @Override
    public double floor() {
        return 3;
    }

    @Override
    public DatabaseServer source() {
        return source;
    }

    @Override
    TargetDatabases targets() {
        return targets;
    }

    @Override
    Connection connectToSource() throws SQLException {
        return DriverManager.getConnection(source.jdbcUrl("mysql"), source.username(), source.password());
    }

    @Override
    public Contestant engine() {
        return new EngineContestant(options(), targets, this::task, true);
    }

    private String task(int pair, String database) {
        return TaskDocument.startingAt(
                start,
                TaskDocument.endpoint("mysql", source, "", ""),
                targetEndpoint(database),
                options().engineSettings());
    }

    @Override
    public Contestant peer() {
        return debezium;
    }

    /** InnoDB writes in the background; nothing has to be written for a log to be read. */
    @Override
    void settleSource(Connection connection) {}

    @Override
    void describe(Map<String, String> facts) {
        facts.put("source", "MySQL " + source.version() + ", binlog_format=ROW, " + SETTINGS);
        facts.put("backlog", Orders.BACKLOG);
        facts.put(EngineContestant.NAME, EngineContestant.describe(options()) + ", commits durably");
        facts.put(debezium.name(), debezium.describe());
    }

    @Override
    public void close() {
        debezium.close();
        super.close();
    }
}
