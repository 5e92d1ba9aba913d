package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.mysql.server.Remedies;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens sessions between whose bounds in the log nothing has happened to a table. Where the server does not tell the place of a snapshot, a
 * moment without changes is looked for; if there is none, one is made by a lock.
 *
 * @param opener opens sessions
 * @param opened told of each that was opened; fails if no more are wanted
 * @param discard takes those that are not exact
 */
record ExactSessions(SessionOpener opener, Consumer<List<SnapshotSession>> opened, Consumer<SnapshotSession> discard) {
    private static final int ATTEMPTS = 4;
    private static final int LOCKED_ATTEMPTS = 10;

    /** So many sessions, or one where the server tells its place and more can't be had. Fails as {@link #of}. */
    List<SnapshotSession> atMost(TableSchema table, int count) {
        try {
            return of(table, count);
        } catch (ReplicationException refused) {
            if (refused.code() != ErrorCode.SOURCE_ROW_IDENTITY_MISSING || !opener.tellsPlaces()) {
                throw refused;
            }
            return of(table, 1);
        }
    }

    /**
     * So many sessions.
     *
     * @throws ReplicationException {@code SOURCE_ROW_IDENTITY_MISSING} if there was no such moment and none could be made
     */
    List<SnapshotSession> of(TableSchema table, int count) {
        List<SnapshotSession> suitable = List.of();
        for (int attempt = 1; suitable.isEmpty() && attempt <= ATTEMPTS; attempt++) {
            suitable = ifExact(attempt == 1 ? opener.open(count) : opener.openNarrow(count), table.id());
        }
        for (int attempt = 1; suitable.isEmpty() && attempt <= LOCKED_ATTEMPTS; attempt++) {
            suitable = locked(table, count);
        }
        if (suitable.isEmpty()) {
            throw unplaced(
                    table,
                    "in " + LOCKED_ATTEMPTS + " attempts it could not be locked for a moment either",
                    "end the transactions that keep it locked (information_schema.INNODB_TRX) and resume the task",
                    null);
        }
        return suitable;
    }

    private List<SnapshotSession> locked(TableSchema table, int count) {
        for (TableLocks.Strength strength : TableLocks.Strength.values()) {
            List<SnapshotSession> sessions = openLocked(table, strength, count);
            if (!sessions.isEmpty()) {
                return ifExact(sessions, table.id());
            }
        }
        return ifExact(opener.openNarrow(count), table.id());
    }

    private List<SnapshotSession> openLocked(TableSchema table, TableLocks.Strength strength, int count) {
        try {
            return opener.openLocked(table.id(), strength, count);
        } catch (ReplicationException refused) {
            if (refused.code() != ErrorCode.SOURCE_GRANT_MISSING) {
                throw refused;
            }
            throw unplaced(
                    table, "the task's user may not lock it for a moment", Remedies.lockTables(table.id()), refused);
        }
    }

    private static ReplicationException unplaced(
            TableSchema table, String reason, String remedy, @Nullable ReplicationException cause) {
        boolean hasKey = table.identifyingKey().isPresent();
        return new ReplicationException(
                ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                "table " + table.id() + (hasKey ? "" : " has no key and")
                        + " is changed so often that no snapshot showed it at a known place in the log, and " + reason
                        + "; " + remedy + (hasKey ? "" : ", or add a primary key"),
                cause);
    }

    private List<SnapshotSession> ifExact(List<SnapshotSession> sessions, TableId table) {
        opened.accept(sessions);
        if (sessions.get(0).isExact(table)) {
            return sessions;
        }
        sessions.forEach(discard);
        return List.of();
    }
}
