package dev.millrace.source.postgres;

import dev.millrace.servers.PostgresServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One server per major version for all contracts of this JVM; each ends with it. */
final class ContractServers {
    private static final Map<Integer, PostgresServer> RUNNING = new ConcurrentHashMap<>();

    private ContractServers() {}

    static PostgresServer running(int majorVersion) {
        return RUNNING.computeIfAbsent(
                majorVersion,
                version -> PostgresServer.builder()
                        .majorVersion(version)
                        // each test has a database of its own, and making one waits for the disk
                        .setting("fsync", "off")
                        .start());
    }
}
