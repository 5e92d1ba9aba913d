package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Debezium's MySQL connector. It can begin only where it has stopped before, so it reads the schema and its first event before the
 * backlog is made, and every run begins behind that.
 */
final class DebeziumMySqlReader implements DebeziumReader {
    private static final int FIRST_MARK = 0;

    private final MySqlRaceServer source;
    private final Path learned;

    DebeziumMySqlReader(MySqlRaceServer source, Path learned) {
        this.source = source;
        this.learned = learned;
    }

    /** Debezium sees only what comes after it has begun, so the first event is made again and again. */
    @Override
    public void fixStart(DebeziumContestant debezium) throws IOException, SQLException, InterruptedException {
        try (Connection connection = source.connect(source.home())) {
            debezium.readOnce(
                    learned,
                    FIRST_MARK,
                    () -> RaceServer.execute(
                            connection,
                            List.of("DELETE FROM race.marks WHERE id = " + FIRST_MARK, Mark.set(FIRST_MARK))));
        }
    }

    @Override
    public void restore(Path state) throws IOException {
        for (String file : List.of(OFFSETS, HISTORY)) {
            Files.copy(learned.resolve(file), state.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public Map<String, String> settings(Path state, int pair) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        settings.put("database.server.id", "5701");
        settings.put("database.include.list", "race");
        settings.put("database.ssl.mode", "disabled");
        settings.put("driver.allowPublicKeyRetrieval", "true");
        settings.put("include.schema.changes", "false");
        settings.put("schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
        settings.put(
                "schema.history.internal.file.filename", state.resolve(HISTORY).toString());
        return settings;
    }

    @Override
    public String tableName() {
        return "${source.db}.${source.table}";
    }

    @Override
    public void close() {
        DebeziumContestant.delete(learned);
    }
}
