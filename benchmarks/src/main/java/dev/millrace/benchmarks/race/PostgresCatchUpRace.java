package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Both read the same backlog of changes, each through slots that were made before it. */
final class PostgresCatchUpRace implements Race {
    private static final String PUBLICATION = "race";

    private final PostgresServer source = PostgresServers.start();
    private final PostgresServer target = PostgresServers.start();
    private final Orders orders;
    private final TargetDatabases targets;
    private final RaceOptions options;

    PostgresCatchUpRace(RaceOptions options) throws SQLException {
        this.options = options;
        orders = new Orders(Orders.Dialect.POSTGRES, options.rows());
        List<String> statements = new ArrayList<>(List.of("CREATE SCHEMA race", "CREATE SCHEMA race_work"));
        statements.addAll(orders.tables());
        statements.addAll(orders.numbers());
        statements.addAll(orders.rowsBefore());
        statements.add("VACUUM ANALYZE");
        targets = new TargetDatabases(target, statements);
        try (Connection connection = TargetDatabases.connect(source, "postgres")) {
            TargetDatabases.execute(connection, statements);
            TargetDatabases.execute(
                    connection, List.of("CREATE PUBLICATION " + PUBLICATION + " FOR TABLE race.orders, race.marks"));
            TargetDatabases.execute(connection, slots());
            TargetDatabases.execute(connection, orders.backlog());
        }
    }

    private List<String> slots() {
        List<String> statements = new ArrayList<>();
        for (int pair = 1; pair <= options.pairs(); pair++) {
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
        return orders.changes();
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
    public DatabaseServer target() {
        return target;
    }

    @Override
    public Contestant engine() {
        return new EngineContestant(options, targets, this::task, true);
    }

    private String task(int pair, String database) {
        String slot = """
                , "PostgreSQLSettings": {"SlotName": "%s"}, "EngineSettings": {"PublicationName": "%s"}""".formatted(engineSlot(pair), PUBLICATION);
        return TaskDocument.of(
                "cdc",
                TaskDocument.endpoint("postgres", source, "postgres", slot),
                TaskDocument.endpoint("postgres", target, database, ""),
                "{}");
    }

    @Override
    public Contestant peer() {
        return new SubscriptionContestant(source, targets, PUBLICATION, PostgresCatchUpRace::peerSlot);
    }

    @Override
    public void settle() throws SQLException {
        targets.execute("postgres", List.of("CHECKPOINT"));
        try (Connection connection = TargetDatabases.connect(source, "postgres")) {
            TargetDatabases.execute(connection, List.of("CHECKPOINT"));
        }
    }

    @Override
    public boolean isEqual(String targetDatabase) throws SQLException {
        try (Connection here = TargetDatabases.connect(source, "postgres");
                Connection there = targets.connect(targetDatabase)) {
            return TableDigest.of(here, TableDigest.POSTGRES).equals(TableDigest.of(there, TableDigest.POSTGRES));
        }
    }

    @Override
    public void dropTarget(String targetDatabase) throws SQLException {
        targets.drop(targetDatabase);
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source and target", PostgresServers.describe(source));
        facts.put(
                "backlog",
                "transactions of " + Orders.PER_TRANSACTION + " rows: 50 % inserts, 30 % updates, 20 % deletes");
        facts.put(EngineContestant.NAME, "default settings, -Xmx" + options.engineHeap() + ", commits durably");
        facts.put(SubscriptionContestant.NAME, "default settings, so synchronous_commit=off");
        return facts;
    }

    @Override
    public void close() {
        target.close();
        source.close();
    }
}
