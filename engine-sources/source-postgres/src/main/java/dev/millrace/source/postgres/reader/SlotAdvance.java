package dev.millrace.source.postgres.reader;

import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.Session;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Moves a slot to what was acknowledged, by SQL. The server reads the log in between for it, so it is not done at every turn.
 * Belongs to one thread, but for {@link #close}.
 */
final class SlotAdvance implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final PostgresConnections connections;
    private final String slot;
    private volatile @Nullable Connection connection;
    private long advanced;
    private long advancedAt = System.nanoTime();

    SlotAdvance(PostgresConnections connections, String slot) {
        this.connections = connections;
        this.slot = slot;
    }

    static String statement(String slot, long position) {
        return "SELECT pg_replication_slot_advance(" + Sql.literal(slot) + ", '" + LogSequenceNumber.text(position)
                + "')";
    }

    /** @param atOnce whether it can't wait for a later time */
    void to(long acknowledged, boolean atOnce) throws SQLException {
        boolean due = atOnce || System.nanoTime() - advancedAt > INTERVAL.toNanos();
        if (!due || acknowledged == 0 || acknowledged == advanced) {
            return;
        }
        Connection current = connection;
        if (current == null) {
            current = connections.openForFarewell("reader-acknowledge");
            connection = current;
            try (Statement statement = current.createStatement()) {
                statement.execute(Session.NO_TIME_LIMITS);
            }
        }
        try (Statement statement = current.createStatement()) {
            statement.execute(statement(slot, acknowledged));
        }
        advanced = acknowledged;
        advancedAt = System.nanoTime();
    }

    @Override
    public void close() {
        PostgresConnections.abort(connection);
    }
}
