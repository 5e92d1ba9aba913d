package dev.millrace.benchmarks.race;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Debezium's JDBC sink, with batched and reduced writes. */
final class DebeziumJdbcWriter implements DebeziumWriter {
    private static final Map<String, String> TUNING = Map.of(
            "batch.size", "10000",
            "use.reduction.buffer", "true");

    private final RaceServer target;

    DebeziumJdbcWriter(RaceServer target) {
        this.target = target;
    }

    @Override
    public String name() {
        return "Debezium and its JDBC sink";
    }

    @Override
    public String describe() {
        return "sink " + TUNING
                + (target instanceof PostgresRaceServer
                        ? ", unnest inserts, commits durably"
                        : ", rewriteBatchedStatements=true");
    }

    @Override
    public String createFor(int pair) throws SQLException {
        return target.createFor(name(), pair);
    }

    @Override
    public void drop(String place) throws SQLException {
        target.drop(place);
    }

    @Override
    public Map<String, String> settings(String place, String tableName) {
        Map<String, String> settings = new HashMap<>(TUNING);
        settings.put("connection.username", target.server().username());
        settings.put("connection.password", target.server().password());
        settings.put("collection.name.format", tableName);
        if (target instanceof PostgresRaceServer) {
            settings.put("connection.url", target.server().jdbcUrl(place));
            settings.put("dialect.postgres.unnest.insert.enabled", "true");
        } else {
            settings.put(
                    "connection.url",
                    "jdbc:mysql://" + target.server().host() + ":"
                            + target.server().port() + "/" + place
                            + "?allowPublicKeyRetrieval=true&useSSL=false&rewriteBatchedStatements=true");
        }
        return settings;
    }
}
