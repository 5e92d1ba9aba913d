package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.mysql.position.GtidPosition;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.server.Sql;
import dev.millrace.source.mysql.wire.WireSession;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB tells the exact place of a consistent snapshot in its log: binary log and storage engine commit under one lock, and
 * {@code binlog_snapshot_file} and {@code _position} are fixed together with the snapshot.
 */
final class MariaDbSessions implements SessionOpener {
    private final ConnectionSettings settings;

    MariaDbSessions(ConnectionSettings settings) {
        this.settings = settings;
    }

    @Override
    public SnapshotSession open() {
        WireSession wire = WireSession.open(settings);
        try {
            wire.execute(SnapshotDialect.ISOLATE);
            wire.execute(SnapshotDialect.BEGIN);
            Map<String, String> status = new HashMap<>();
            for (@Nullable String[] row : wire.query("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
                status.put(String.valueOf(row[0]).toLowerCase(java.util.Locale.ROOT), String.valueOf(row[1]));
            }
            String file = status.getOrDefault("binlog_snapshot_file", "");
            String offset = status.getOrDefault("binlog_snapshot_position", "");
            if (file.isEmpty() || !offset.matches("\\d+")) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_SETTING_WRONG,
                        "the server does not tell where in its log a snapshot is; " + Remedies.LOG_BIN);
            }
            String gtids = wire.value("SELECT BINLOG_GTID_POS(" + Sql.text(file) + ", " + offset + ")");
            MySqlPosition place = new MySqlPosition(file, Long.parseLong(offset), "", GtidPosition.parse(gtids));
            return new SnapshotSession(wire, place, place, Set.of());
        } catch (RuntimeException failure) {
            wire.close();
            throw failure;
        }
    }
}
