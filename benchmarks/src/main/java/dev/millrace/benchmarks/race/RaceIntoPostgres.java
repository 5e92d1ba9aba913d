package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What races have in common whose target is PostgreSQL: a fresh database for each run, which is compared afterwards. */
abstract class RaceIntoPostgres implements Race {
    private final RaceOptions options;
    private final Orders orders;
    private final PostgresServer target = PostgresServers.start();

    /** @param orders of the source */
    RaceIntoPostgres(RaceOptions options, Orders orders) {
        this.options = options;
        this.orders = orders;
    }

    final RaceOptions options() {
        return options;
    }

    final Orders orders() {
        return orders;
    }

    @Override
    public final PostgresServer target() {
        return target;
    }

    abstract TargetDatabases targets();

    abstract Connection connectToSource() throws SQLException;

    /** The table on the target as it is before a run. */
    static List<String> template(Orders orders, boolean filled) {
        List<String> statements = new ArrayList<>(List.of("CREATE SCHEMA race", "CREATE SCHEMA race_work"));
        statements.addAll(orders.tables());
        statements.addAll(orders.numbers());
        if (filled) {
            statements.addAll(orders.rowsBefore());
        }
        statements.add("VACUUM ANALYZE");
        return statements;
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        TargetDatabases.execute(connection, statements);
    }

    final String targetEndpoint(String database) {
        return TaskDocument.endpoint("postgres", target, database, "");
    }

    /** Writes out what the server has in memory. */
    abstract void settleSource(Connection connection) throws SQLException;

    @Override
    public final void settle() throws SQLException {
        targets().execute("postgres", List.of("CHECKPOINT"));
        try (Connection connection = connectToSource()) {
            settleSource(connection);
        }
    }

    @Override
    public final boolean isEqual(String targetDatabase) throws SQLException {
        try (Connection here = connectToSource();
                Connection there = targets().connect(targetDatabase)) {
            return TableDigest.of(here, orders.digest())
                    .equals(TableDigest.of(there, Orders.Dialect.POSTGRES.digest()));
        }
    }

    @Override
    public final void dropTarget(String targetDatabase) throws SQLException {
        targets().drop(targetDatabase);
    }

    @Override
    public final Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("target", PostgresServers.describe(target));
        describe(facts);
        return facts;
    }

    abstract void describe(Map<String, String> facts);

    @Override
    public void close() {
        target.close();
        source().close();
    }
}
