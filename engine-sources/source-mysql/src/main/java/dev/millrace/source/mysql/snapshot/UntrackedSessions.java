package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.TableId;
import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import java.util.List;
import java.util.Set;

/** For loads that no changes follow: nobody asks where in the log a snapshot is, and there may be no log. */
final class UntrackedSessions implements SessionOpener {
    private final ConnectionSettings settings;

    UntrackedSessions(ConnectionSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<SnapshotSession> open(int count) {
        return SnapshotWires.opened(settings, count, wires -> {
            wires.begin();
            return wires.between(MySqlPosition.NOWHERE, MySqlPosition.NOWHERE, Set.of());
        });
    }

    @Override
    public List<SnapshotSession> openLocked(TableId table, TableLocks.Strength strength, int count) {
        return open(count);
    }
}
