package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both copy one table into an empty one that has its primary key already, over the same number of connections. */
final class PostgresLoadRace extends RaceIntoPostgres {
    private static final int STREAMS = 2;

    private final PostgresServer source = PostgresServers.start();
    private final TargetDatabases targets;
    private final PipeFormat peerFormat;
    private final double floor;

    PostgresLoadRace(RaceOptions options, PipeFormat peerFormat, double floor) throws SQLException {
        super(options, new Orders(Orders.Dialect.POSTGRES, options.rows()));
        this.peerFormat = peerFormat;
        this.floor = floor;
        targets = new TargetDatabases(target(), template(orders(), false));
        try (Connection connection = connectToSource()) {
            List<String> statements = new ArrayList<>(template(orders(), false));
            statements.addAll(orders().inserts(1, rows()));
            statements.add("VACUUM ANALYZE");
            execute(connection, statements);
        }
    }

    @Override
    public String title() {
        return "PostgreSQL to PostgreSQL, full load";
    }

    @Override
    public long rows() {
        return orders().changes();
    }

    @Override
    public double floor() {
        return floor;
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
        return TargetDatabases.connect(source, "postgres");
    }

    @Override
    public Contestant engine() {
        return new EngineContestant(options(), targets, this::task, false);
    }

    private String task(int pair, String database) {
        return TaskDocument.of(
                "full-load",
                TaskDocument.endpoint("postgres", source, "postgres", ""),
                targetEndpoint(database),
                "\"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\", \"MaxFullLoadSubTasks\": " + STREAMS
                        + "}" + (options().engineSettings().isEmpty() ? "" : ", ")
                        + options().engineSettings());
    }

    @Override
    public Contestant peer() {
        return CopyPipe.connecting(source, targets, target(), peerFormat, rows(), STREAMS);
    }

    @Override
    void settleSource(Connection connection) throws SQLException {
        execute(connection, List.of("CHECKPOINT"));
    }

    @Override
    void describe(Map<String, String> facts) {
        facts.put("source", PostgresServers.describe(source));
        facts.put(EngineContestant.NAME, EngineContestant.describe(options()) + ", MaxFullLoadSubTasks=" + STREAMS);
        facts.put(peer().name(), STREAMS + " pipes, each with half of the keys");
    }
}
