package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.race.workload.Dialect;
import dev.millrace.benchmarks.race.workload.Table;
import dev.millrace.servers.PostgresServer;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A PostgreSQL server set up like a small production server: durable, and with nothing that runs now and then. */
final class PostgresRaceServer extends RaceServer {
    static final String PUBLICATION = "race";

    private static final String TEMPLATE = "race_template";
    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    private static final String FILL_LOG =
            "SELECT count(pg_logical_emit_message(false, 'race', repeat('x', 1 << 20))) FROM generate_series(1, %d)";

    /** More than a run writes. */
    private static final int ROWS_PER_MEGABYTE = 500;

    /** As much as the server keeps. */
    private static final long MEGABYTES_KEPT = 2000;

    static {
        SETTINGS.put("shared_buffers", "512MB");
        SETTINGS.put("max_wal_size", "8GB");
        SETTINGS.put("min_wal_size", "2GB");
        SETTINGS.put("checkpoint_timeout", "30min");
        SETTINGS.put("autovacuum", "off");
    }

    private final PostgresServer server;

    PostgresRaceServer() {
        PostgresServer.Builder builder = PostgresServer.builder();
        SETTINGS.forEach(builder::setting);
        server = builder.start();
    }

    @Override
    PostgresServer server() {
        return server;
    }

    @Override
    Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    String engineName() {
        return "postgres";
    }

    @Override
    String home() {
        return "postgres";
    }

    @Override
    List<String> tidy() {
        return List.of("VACUUM ANALYZE");
    }

    @Override
    void furnish(List<String> statements) throws SQLException {
        super.furnish(statements);
        execute(home(), List.of("CREATE DATABASE " + TEMPLATE));
        execute(TEMPLATE, statements);
        execute(TEMPLATE, tidy());
    }

    /** The checkpoint before the first run keeps the files for all of them. */
    @Override
    void growLog(long rows) throws SQLException {
        execute(home(), List.of(FILL_LOG.formatted(Math.min(MEGABYTES_KEPT, rows / ROWS_PER_MEGABYTE))));
    }

    @Override
    void create(String database) throws SQLException {
        execute(home(), List.of("CREATE DATABASE " + database + " TEMPLATE " + TEMPLATE + " STRATEGY FILE_COPY"));
    }

    @Override
    void createEmpty(String database) throws SQLException {
        execute(home(), List.of("CREATE DATABASE " + database + " TEMPLATE template0"));
    }

    @Override
    public void drop(String database) throws SQLException {
        execute(home(), List.of("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)"));
    }

    @Override
    public void settle() throws SQLException {
        execute(home(), List.of("CHECKPOINT"));
    }

    @Override
    void publish(List<Table> tables) throws SQLException {
        String names = Stream.concat(tables.stream(), Stream.of(Mark.TABLE))
                .map(Table::qualifiedName)
                .collect(Collectors.joining(", "));
        execute(home(), List.of("CREATE PUBLICATION " + PUBLICATION + " FOR TABLE " + names));
    }

    /** Makes a slot for each of a contestant's runs. */
    void makeSlots(String contestant, int pairs) throws SQLException {
        for (int pair = 1; pair <= pairs; pair++) {
            makeSlot(contestant, pair);
        }
    }

    void makeSlot(String contestant, int pair) throws SQLException {
        execute(
                home(),
                List.of("SELECT pg_create_logical_replication_slot('" + slot(contestant, pair) + "', 'pgoutput')"));
    }

    static String slot(String contestant, int pair) {
        return contestant + "_" + pair;
    }

    @Override
    EngineOrigin engineOrigin(String contestant, int pairs) {
        String slots = RaceTarget.plain(contestant);
        return new EngineOrigin() {
            @Override
            public void fix() throws SQLException {
                makeSlots(slots, pairs);
            }

            @Override
            public void begin(TaskDocument task, int pair) {
                ObjectNode source = task.source();
                source.putObject("PostgreSQLSettings").put("SlotName", slot(slots, pair));
                source.putObject("EngineSettings").put("PublicationName", PUBLICATION);
            }
        };
    }

    @Override
    public String describe() {
        return "PostgreSQL " + server.version() + ", fsync=on, synchronous_commit=on, " + SETTINGS;
    }
}
