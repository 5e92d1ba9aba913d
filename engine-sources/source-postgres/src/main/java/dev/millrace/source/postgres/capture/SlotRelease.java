package dev.millrace.source.postgres.capture;

import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.connection.PostgresConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that no server process of ours holds a slot after its reader was closed. */
public final class SlotRelease {
    private static final Logger LOG = LoggerFactory.getLogger(SlotRelease.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final PostgresConnections connections;
    private final String slot;

    public SlotRelease(PostgresConnections connections, String slot) {
        this.connections = connections;
        this.slot = slot;
    }

    /** Waits for the server to notice the end of the connection; ends its process if it takes too long over it. */
    public void await() {
        long begun = System.nanoTime();
        boolean terminated = false;
        try (Connection connection = connections.openForFarewell("release")) {
            while (System.nanoTime() - begun < LIMIT.toNanos()) {
                Optional<ReplicationSlot> found = ReplicationSlot.find(connection, slot);
                if (found.isEmpty() || found.get().activeProcess() == 0) {
                    return;
                }
                if (!terminated && System.nanoTime() - begun > PATIENCE.toNanos()) {
                    terminated = true;
                    terminate(connection, found.get().activeProcess());
                }
                Thread.sleep(PAUSE.toMillis());
            }
            LOG.warn("Replication slot {} is still active after its reader was closed", slot);
        } catch (SQLException | ReplicationException unreachable) {
            LOG.warn("Can't see whether replication slot {} is free: {}", slot, unreachable.getMessage());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private static void terminate(Connection connection, int process) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
            statement.setInt(1, process);
            statement.execute();
        }
    }
}
