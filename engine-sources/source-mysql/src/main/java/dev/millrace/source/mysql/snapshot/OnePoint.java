package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The sessions that show a table at the same place in the log; there will be no more of them. Thread-safe. */
final class OnePoint {
    private final TableId table;
    private final SnapshotWindow window;
    private final Deque<SnapshotSession> idle;
    private int left;

    /** @param sessions opened together and exact for the table */
    OnePoint(TableId table, List<SnapshotSession> sessions) {
        this.table = table;
        this.window = sessions.get(0).window(table);
        this.idle = new ArrayDeque<>(sessions);
        this.left = sessions.size();
    }

    SnapshotWindow window() {
        return window;
    }

    /**
     * Waits for a session that nobody reads from.
     *
     * @throws ReplicationException {@code SOURCE_CONNECTION_LOST} if none is left
     */
    synchronized SnapshotSession take() {
        try {
            while (idle.isEmpty() && left > 0) {
                wait();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST, "interrupted while waiting for a session of the source", stopped);
        }
        if (idle.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST,
                    "no session is left that shows table " + table + " as it was when its load began");
        }
        return idle.pop();
    }

    synchronized void giveBack(SnapshotSession session) {
        idle.push(session);
        notifyAll();
    }

    /** A session is of no use any more. */
    synchronized void lose() {
        left--;
        notifyAll();
    }

    /** Gives up the sessions that nobody reads from; who waits for one is told. */
    synchronized List<SnapshotSession> end() {
        List<SnapshotSession> unused = List.copyOf(idle);
        left -= unused.size();
        idle.clear();
        notifyAll();
        return unused;
    }
}
