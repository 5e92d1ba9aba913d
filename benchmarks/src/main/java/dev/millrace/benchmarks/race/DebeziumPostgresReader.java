package dev.millrace.benchmarks.race;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Debezium's PostgreSQL connector. With a slot but no offset, it begins where the slot was made. */
final class DebeziumPostgresReader implements DebeziumReader {
    private static final String SLOTS = "debezium";

    private final PostgresRaceServer source;
    private final int pairs;

    DebeziumPostgresReader(PostgresRaceServer source, int pairs) {
        this.source = source;
        this.pairs = pairs;
    }

    @Override
    public void fixStart(DebeziumContestant debezium) throws SQLException {
        source.makeSlots(SLOTS, pairs);
    }

    @Override
    public void restore(Path state) {}

    @Override
    public Map<String, String> settings(Path state, int pair) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("database.dbname", source.home());
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", PostgresRaceServer.slot(SLOTS, pair));
        settings.put("publication.name", PostgresRaceServer.PUBLICATION);
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("schema.include.list", "race");
        return settings;
    }

    @Override
    public String tableName() {
        return "${source.schema}.${source.table}";
    }
}
