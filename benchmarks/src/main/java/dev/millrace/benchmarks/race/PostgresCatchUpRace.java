package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both read the same backlog of changes, each through slots that were made before it. */
final class PostgresCatchUpRace extends RaceIntoPostgres {
    private static final String PUBLICATION = "race";

    private final PostgresServer source = PostgresServers.start();
    private final TargetDatabases targets;

    PostgresCatchUpRace(RaceOptions options) throws SQLException {
        super(options, new Orders(Orders.Dialect.POSTGRES, options.rows()));
        List<String> before = template(orders(), true);
        targets = new TargetDatabases(target(), before);
        try (Connection connection = connectToSource()) {
            execute(connection, before);
            execute(connection, List.of("CREATE PUBLICATION " + PUBLICATION + " FOR TABLE race.orders, race.marks"));
            execute(connection, slots());
            execute(connection, orders().backlog());
        }
    }

    private List<String> slots() {
        List<String> statements = new ArrayList<>();
        for (int pair = 1; pair <= options().pairs(); pair++) {
            for (String slot : List.of(engineSlot(pair), peerSlot(pair))) {
                statements.add("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
            }
        }
        return statements;
    }

    private static String engineSlot(int pair) {
        return "engine_" + pair;
    }

    private static String peerSlot(int pair) {
        return "peer_" + pair;
    }

    @Override
    public String title() {
        return "PostgreSQL to PostgreSQL, catching up";
    }

    @Override
    public long rows() {
        return orders().changes();
    }

    @Override
    public double floor() {
        return 0.7;
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
        return new EngineContestant(options(), targets, this::task, true);
    }

    private String task(int pair, String database) {
        String capture = """
                , "PostgreSQLSettings": {"SlotName": "%s"}, "EngineSettings": {"PublicationName": "%s"}""".formatted(engineSlot(pair), PUBLICATION);
        return TaskDocument.of(
                "cdc",
                TaskDocument.endpoint("postgres", source, "postgres", capture),
                targetEndpoint(database),
                options().engineSettings());
    }

    @Override
    public Contestant peer() {
        return new SubscriptionContestant(source, targets, PUBLICATION, PostgresCatchUpRace::peerSlot);
    }

    @Override
    void settleSource(Connection connection) throws SQLException {
        execute(connection, List.of("CHECKPOINT"));
    }

    @Override
    void describe(Map<String, String> facts) {
        facts.put("source", PostgresServers.describe(source));
        facts.put("backlog", Orders.BACKLOG);
        facts.put(EngineContestant.NAME, EngineContestant.describe(options()) + ", commits durably");
        facts.put(SubscriptionContestant.NAME, "default settings, so synchronous_commit=off");
    }
}
