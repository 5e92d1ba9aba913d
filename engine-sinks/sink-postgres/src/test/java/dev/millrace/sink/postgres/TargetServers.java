package dev.millrace.sink.postgres;

import dev.millrace.servers.PostgresServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One server per major version for all tests of this JVM; each ends with it. */
final class TargetServers {
    private static final Map<Integer, PostgresServer> RUNNING = new ConcurrentHashMap<>();

    private TargetServers() {}

    /** The versions that the sink is tested on. */
    static Stream<Integer> majorVersions() {
        return Stream.of(PostgresServer.DEFAULT_MAJOR_VERSION, PostgresServer.olderMajorVersion());
    }

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
