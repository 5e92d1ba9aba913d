package dev.millrace.source.postgres;

import dev.millrace.servers.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A server per test class and a database per test. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PostgresContract {
    static final int CURRENT = 18;
    static final int OLDER = PostgresServer.olderMajorVersion();

    private final int majorVersion;
    PostgresServer server;
    TestDatabase database;

    @SuppressWarnings("NullAway.Init") // JUnit calls the methods below before any test
    PostgresContract(int majorVersion) {
        this.majorVersion = majorVersion;
    }

    @BeforeAll
    void startServer() {
        server = PostgresServer.builder()
                .majorVersion(majorVersion)
                .setting("fsync", "off")
                .start();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @BeforeEach
    void createDatabase() {
        database = new TestDatabase(server);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    int majorVersion() {
        return majorVersion;
    }
}
