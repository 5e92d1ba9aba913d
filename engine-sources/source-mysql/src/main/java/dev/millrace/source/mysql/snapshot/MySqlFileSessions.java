package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.mysql.binlog.LogScan;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.ServerLog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * MySQL without GTIDs. A server begins a new log file only when every transaction of the files before is committed, so the
 * beginning of the current file is a low that needs no assumption. It may lie far back; changes from there on are applied so that
 * they converge.
 *
 * <p>A table without a key needs exact bounds. If it was changed since the beginning of the file, the end of the log is taken as
 * low, two seconds are waited, and it is checked that no session waits for a semi-synchronous replica: a transaction that takes
 * longer than that between being written and being committed, because the disk stalls, would be missed. Under a lock nothing needs
 * to be waited for. Thread-safe.
 */
final class MySqlFileSessions implements SessionOpener {
    private static final Duration COMMIT_TIME = Duration.ofSeconds(2);
    private static final long FIRST_EVENT = 4;

    private final ConnectionSettings settings;
    private final ControlConnection control;
    private final ServerLog log;
    private final LogScan scan;
    private final TableLocks locks;
    private final MySqlPosition low;
    private final Set<TableId> touched = new HashSet<>();
    private MySqlPosition known;

    MySqlFileSessions(ConnectionSettings settings, ControlConnection control, ServerLog log, LogScan scan) {
        this.settings = settings;
        this.control = control;
        this.log = log;
        this.scan = scan;
        this.locks = new TableLocks(settings);
        MySqlPosition end = log.end().position();
        low = new MySqlPosition(end.file(), FIRST_EVENT, end.server(), null);
        known = low;
    }

    @Override
    public synchronized List<SnapshotSession> open(int count) {
        return SnapshotWires.opened(settings, count, wires -> wide(wires, wires.begin(log)));
    }

    @Override
    public synchronized List<SnapshotSession> openNarrow(int count) {
        MySqlPosition before = log.end().position();
        Pause.of(COMMIT_TIME);
        refuseWaitingSessions();
        return SnapshotWires.opened(settings, count, wires -> {
            LogScan.Found found = scan.between(before, wires.begin(log), GtidSet.EMPTY);
            return wires.between(before, found.end(), found.touched());
        });
    }

    @Override
    public synchronized List<SnapshotSession> openLocked(TableId table, TableLocks.Strength strength, int count) {
        return SnapshotWires.opened(
                settings,
                count,
                wires -> locks.during(table, strength, () -> wires.begin(log))
                        .map(end -> SnapshotSession.exactFor(table, wide(wires, end)))
                        .orElse(List.of()));
    }

    private List<SnapshotSession> wide(SnapshotWires wires, MySqlPosition end) {
        LogScan.Found found = scan.between(known, end, GtidSet.EMPTY);
        touched.addAll(found.touched());
        known = found.end();
        return wires.between(low, known, Set.copyOf(touched));
    }

    private void refuseWaitingSessions() {
        boolean waiting = control
                .query("asking for waiting sessions", "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_%_wait_sessions'")
                .stream()
                .anyMatch(row -> !"0".equals(row[1]));
        if (waiting) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST,
                    "sessions of the source wait for a semi-synchronous replica, so that it can't be told which transactions"
                            + " are committed; switch gtid_mode ON, or bring the replica back");
        }
    }
}
