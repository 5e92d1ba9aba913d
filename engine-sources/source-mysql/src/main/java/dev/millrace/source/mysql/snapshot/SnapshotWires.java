package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.TableId;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ServerLog;
import dev.millrace.source.mysql.wire.WireSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Connections that begin their snapshots together. All of them are open, or none. */
final class SnapshotWires {
    private final List<WireSession> wires;

    private SnapshotWires(List<WireSession> wires) {
        this.wires = wires;
    }

    /**
     * Opens so many connections, hands them to the work, and closes them if it fails or says that they are not wanted.
     *
     * @param work gives the sessions that the connections have become; none if they are not wanted
     */
    static List<SnapshotSession> opened(
            ConnectionSettings settings, int count, Function<SnapshotWires, List<SnapshotSession>> work) {
        SnapshotWires opened = new SnapshotWires(new ArrayList<>());
        List<SnapshotSession> sessions = List.of();
        try {
            for (int i = 0; i < count; i++) {
                WireSession wire = WireSession.open(settings);
                opened.wires.add(wire);
                wire.execute(SnapshotDialect.ISOLATE);
            }
            sessions = work.apply(opened);
        } finally {
            if (sessions.isEmpty()) {
                opened.wires.forEach(WireSession::close);
            }
        }
        return sessions;
    }

    List<WireSession> all() {
        return wires;
    }

    void begin() {
        wires.forEach(wire -> wire.execute(SnapshotDialect.BEGIN));
    }

    /** Begins the snapshots and tells where the log ends right after. */
    MySqlPosition begin(ServerLog log) {
        begin();
        return log.end(wires.get(0)::query).position();
    }

    /** The sessions that they are, with the same bounds. */
    List<SnapshotSession> between(MySqlPosition low, MySqlPosition high, Set<TableId> touched) {
        return wires.stream()
                .map(wire -> new SnapshotSession(wire, low, high, touched))
                .toList();
    }
}
