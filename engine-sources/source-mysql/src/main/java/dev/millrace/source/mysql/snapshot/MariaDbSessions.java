package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.source.mysql.binlog.LogScan;
import dev.millrace.source.mysql.position.GtidPosition;
import dev.millrace.source.mysql.position.GtidSet;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.server.Sql;
import dev.millrace.source.mysql.wire.WireSession;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB tells the exact place of a consistent snapshot in its log: binary log and storage engine commit under one lock, and
 * {@code binlog_snapshot_file} and {@code _position} are fixed together with the snapshot. What lies between the places of several is looked up
 * in the log itself.
 */
final class MariaDbSessions implements SessionOpener {
    private final ConnectionSettings settings;
    private final LogScan scan;
    private final TableLocks locks;

    MariaDbSessions(ConnectionSettings settings, LogScan scan) {
        this.settings = settings;
        this.scan = scan;
        this.locks = new TableLocks(settings);
    }

    @Override
    public boolean tellsPlaces() {
        return true;
    }

    @Override
    public List<SnapshotSession> open(int count) {
        return SnapshotWires.opened(settings, count, wires -> {
            wires.begin();
            return sessions(wires);
        });
    }

    @Override
    public List<SnapshotSession> openLocked(TableId table, TableLocks.Strength strength, int count) {
        return SnapshotWires.opened(
                settings,
                count,
                wires -> locks.during(table, strength, () -> begun(wires))
                        .map(begun -> SnapshotSession.exactFor(table, sessions(begun)))
                        .orElse(List.of()));
    }

    private static SnapshotWires begun(SnapshotWires wires) {
        wires.begin();
        return wires;
    }

    /** Snapshots that begin one after the other show places one behind the other. */
    private List<SnapshotSession> sessions(SnapshotWires wires) {
        List<WireSession> all = wires.all();
        MySqlPosition low = place(all.get(0));
        MySqlPosition high = all.size() == 1 ? low : place(all.get(all.size() - 1));
        Set<TableId> touched = low.equals(high)
                ? Set.of()
                : scan.between(low, high, GtidSet.EMPTY).touched();
        return wires.between(low, high, touched);
    }

    private static MySqlPosition place(WireSession wire) {
        Map<String, String> status = new HashMap<>();
        for (@Nullable String[] row : wire.query("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
            status.put(String.valueOf(row[0]).toLowerCase(Locale.ROOT), String.valueOf(row[1]));
        }
        String file = status.getOrDefault("binlog_snapshot_file", "");
        String offset = status.getOrDefault("binlog_snapshot_position", "");
        if (file.isEmpty() || !offset.matches("\\d+")) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    "the server does not tell where in its log a snapshot is; " + Remedies.LOG_BIN);
        }
        String gtids = wire.value("SELECT BINLOG_GTID_POS(" + Sql.text(file) + ", " + offset + ")");
        return new MySqlPosition(file, Long.parseLong(offset), "", GtidPosition.parse(gtids));
    }
}
