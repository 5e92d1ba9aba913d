package dev.millrace.spi.source;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * What a source needs to {@linkplain Snapshot#holdOnePoint hold one place} where each session has a view of its own: the sessions that show a
 * table at the same place in the log; there will be no more of them. It closes none of them. Thread-safe.
 *
 * @param <S> a session
 */
public final class OnePoint<S> {
    private final TableId table;
    private final SnapshotWindow window;
    private final Deque<S> idle;
    private int left;

    /**
     * Takes over sessions that nobody reads from.
     *
     * @param window what each of them shows of the table
     */
    public OnePoint(TableId table, SnapshotWindow window, Collection<? extends S> sessions) {
        this.table = table;
        this.window = window;
        this.idle = new ArrayDeque<>(sessions);
        this.left = sessions.size();
    }

    /** What each session shows of the table. */
    public SnapshotWindow window() {
        return window;
    }

    /**
     * Waits for a session that nobody reads from, and hands it out; it has to be {@linkplain #giveBack given back} or {@linkplain #lose lost}.
     *
     * @throws ReplicationException {@code SOURCE_CONNECTION_LOST} if none is left, or the thread is interrupted
     */
    public synchronized S take() {
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

    /** The session can be read from again. */
    public synchronized void giveBack(S session) {
        idle.push(session);
        notifyAll();
    }

    /** A session that was taken is of no use any more. */
    public synchronized void lose() {
        left--;
        notifyAll();
    }

    /** Gives up the sessions that nobody reads from; who waits for one is told that none is left. */
    public synchronized List<S> end() {
        List<S> unused = List.copyOf(idle);
        left -= unused.size();
        idle.clear();
        notifyAll();
        return unused;
    }
}
