package dev.millrace.source.mysql.snapshot;

import dev.millrace.source.mysql.position.MySqlPosition;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.wire.WireSession;
import java.util.Set;

/** For loads that no changes follow: nobody asks where in the log a snapshot is, and there may be no log. */
final class UntrackedSessions implements SessionOpener {
    private final ConnectionSettings settings;

    UntrackedSessions(ConnectionSettings settings) {
        this.settings = settings;
    }

    @Override
    public SnapshotSession open() {
        WireSession wire = WireSession.open(settings);
        try {
            wire.execute(SnapshotDialect.ISOLATE);
            wire.execute(SnapshotDialect.BEGIN);
            return new SnapshotSession(wire, MySqlPosition.NOWHERE, MySqlPosition.NOWHERE, Set.of());
        } catch (RuntimeException failure) {
            wire.close();
            throw failure;
        }
    }
}
