package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.TableId;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.wire.WireSession;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One connection with its own consistent snapshot, and which places in the log it may show.
 *
 * @param wire the connection
 * @param low everything up to here is in the snapshot
 * @param high nothing behind here is in it
 * @param touched tables that were changed in between
 */
record SnapshotSession(WireSession wire, MySqlPosition low, MySqlPosition high, Set<TableId> touched) {

    /** The window of one table: exact if nothing happened to it between the two places. */
    SnapshotWindow window(TableId table) {
        return isExact(table) ? SnapshotWindow.exactly(high) : new SnapshotWindow(low, high);
    }

    boolean isExact(TableId table) {
        return !touched.contains(table);
    }

    /** The same sessions, opened while nobody could write to a table: all of its changes before {@code high} are in the snapshots. */
    static List<SnapshotSession> exactFor(TableId table, List<SnapshotSession> sessions) {
        return sessions.stream().map(session -> session.exactFor(table)).toList();
    }

    private SnapshotSession exactFor(TableId table) {
        Set<TableId> others = new HashSet<>(touched);
        others.remove(table);
        return new SnapshotSession(wire, low, high, others);
    }
}
