package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.mysql.binlog.LogScan;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ServerLog;
import java.time.Duration;
import java.util.List;

/**
 * MySQL with GTIDs. A transaction is written to the log first, becomes visible next, and enters {@code gtid_executed} last. So what
 * was in {@code gtid_executed} before the snapshot was opened is visible in it (low), and what is visible in it lies before the end
 * that the log had afterwards (high). The few transactions in between are looked up in the log itself. Thread-safe.
 */
final class MySqlGtidSessions implements SessionOpener {
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    private final ConnectionSettings settings;
    private final ServerLog log;
    private final LogScan scan;
    private final TableLocks locks;
    /** A place up to which it is known exactly which transactions the log holds. */
    private MySqlPosition known;

    MySqlGtidSessions(ConnectionSettings settings, ServerLog log, LogScan scan) {
        this.settings = settings;
        this.log = log;
        this.scan = scan;
        this.locks = new TableLocks(settings);
        MySqlPosition end = log.end().position();
        GtidSet executed = gtids(end);
        MySqlPosition from = new MySqlPosition("", 0, end.server(), executed);
        this.known = scan.between(from, end, executed).end();
    }

    @Override
    public synchronized List<SnapshotSession> open(int count) {
        GtidSet low = executedAtLeast(gtids(known));
        return SnapshotWires.opened(settings, count, wires -> sessions(wires, low, wires.begin(log)));
    }

    @Override
    public synchronized List<SnapshotSession> openLocked(TableId table, TableLocks.Strength strength, int count) {
        GtidSet low = executedAtLeast(gtids(known));
        return SnapshotWires.opened(
                settings,
                count,
                wires -> locks.during(table, strength, () -> wires.begin(log))
                        .map(end -> SnapshotSession.exactFor(table, sessions(wires, low, end)))
                        .orElse(List.of()));
    }

    private List<SnapshotSession> sessions(SnapshotWires wires, GtidSet low, MySqlPosition end) {
        LogScan.Found found = scan.between(known, end, low);
        known = found.end();
        return wires.between(new MySqlPosition("", 0, end.server(), low), known, found.touched());
    }

    private static GtidSet gtids(MySqlPosition position) {
        return position.gtids() instanceof GtidSet set ? set : GtidSet.EMPTY;
    }

    /** Transactions written to the log before take a moment until they are committed. */
    private GtidSet executedAtLeast(GtidSet written) {
        long deadline = System.nanoTime() + PATIENCE;
        while (true) {
            GtidSet executed = log.executed();
            if (executed.contains(written)) {
                return executed;
            }
            if (System.nanoTime() > deadline) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_CONNECTION_LOST,
                        "transactions that are in the binary log have not been committed for "
                                + PATIENCE / 1_000_000_000
                                + " s (log " + written.text() + ", committed " + executed.text()
                                + "); look for a replica that semi-synchronous replication waits for");
            }
            Pause.brief();
        }
    }
}
