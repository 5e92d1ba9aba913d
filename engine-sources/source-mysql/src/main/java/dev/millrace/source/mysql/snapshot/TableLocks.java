package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.Sql;
import dev.millrace.source.mysql.wire.WireSession;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a table from being written to while a snapshot of it is opened. A session of its own holds the lock; if its line dies, the
 * server gives the lock up after a few seconds, and whatever was done under it does not count.
 */
final class TableLocks {
    private static final Logger LOG = LoggerFactory.getLogger(TableLocks.class);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);
    private static final int SHORTEST_WAIT_SECONDS = 1;

    private final ConnectionSettings settings;

    TableLocks(ConnectionSettings settings) {
        this.settings = settings;
    }

    /** How a table is locked. */
    enum Strength {
        /** Lets others read, and lets writers pass while it waits; so among many writers its turn may never come. */
        READ(3),
        /** Goes before writers that come later; as they and readers wait with it, it waits as short as the server allows. */
        WRITE(SHORTEST_WAIT_SECONDS);

        private final int waitSeconds;

        Strength(int waitSeconds) {
            this.waitSeconds = waitSeconds;
        }
    }

    /**
     * Does something while nobody writes to the table: every transaction that has written to it is committed and visible.
     *
     * @return empty if the lock could not be had in time
     * @throws ReplicationException {@code SOURCE_GRANT_MISSING}, or that the connection or the lock was lost meanwhile
     */
    <T> Optional<T> during(TableId table, Strength strength, Supplier<T> action) {
        try (WireSession holder = WireSession.open(settings)) {
            holder.execute("SET SESSION lock_wait_timeout = " + strength.waitSeconds + ", wait_timeout = "
                    + LONGEST_HOLD.toSeconds());
            if (!lock(holder, table, strength)) {
                return Optional.empty();
            }
            long locked = System.nanoTime();
            T result = action.get();
            holder.execute("UNLOCK TABLES");
            LOG.warn(
                    "table {} was locked against {} for {} ms to learn its place in the log: it is written to without"
                            + " pause",
                    table,
                    strength == Strength.READ ? "writing" : "reading and writing",
                    Duration.ofNanos(System.nanoTime() - locked).toMillis());
            return Optional.of(result);
        }
    }

    private static boolean lock(WireSession holder, TableId table, Strength strength) {
        try {
            holder.execute("LOCK TABLES " + Sql.table(table) + " " + strength);
            return true;
        } catch (ReplicationException refused) {
            boolean isReadOnlyServer = strength == Strength.WRITE && refused.code() != ErrorCode.SOURCE_GRANT_MISSING;
            if (!refused.isRetryable() && !isReadOnlyServer) {
                throw refused;
            }
            LOG.debug("table {} could not be locked for {}: {}", table, strength, refused.getMessage());
            return false;
        }
    }
}
