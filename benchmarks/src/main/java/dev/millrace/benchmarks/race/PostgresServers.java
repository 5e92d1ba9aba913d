package dev.millrace.benchmarks.race;

import dev.millrace.servers.PostgresServer;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the PostgreSQL servers of all races are set up: like small production servers, durable, and with nothing that runs now and then. */
final class PostgresServers {
    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("shared_buffers", "512MB");
        SETTINGS.put("max_wal_size", "8GB");
        SETTINGS.put("min_wal_size", "2GB");
        SETTINGS.put("checkpoint_timeout", "30min");
        SETTINGS.put("autovacuum", "off");
    }

    private PostgresServers() {}

    static PostgresServer start() {
        PostgresServer.Builder builder = PostgresServer.builder();
        SETTINGS.forEach(builder::setting);
        return builder.start();
    }

    static String describe(PostgresServer server) {
        return "PostgreSQL " + server.version() + ", fsync=on, synchronous_commit=on, " + SETTINGS;
    }
}
