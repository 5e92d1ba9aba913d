package dev.millrace.source.mysql.snapshot;

import dev.millrace.source.mysql.binlog.LogAccess;
import dev.millrace.source.mysql.binlog.LogScan;
import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.server.ServerFacts;
import dev.millrace.source.mysql.server.ServerLog;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.Snapshot;

/** Opens snapshots in the way that suits the server. */
public final class Snapshots {
    private final ConnectionSettings settings;
    private final ControlConnection control;
    private final ServerFacts facts;
    private final ServerLog log;
    private final LogAccess access;

    public Snapshots(
            ConnectionSettings settings,
            ControlConnection control,
            ServerFacts facts,
            ServerLog log,
            LogAccess access) {
        this.settings = settings;
        this.control = control;
        this.facts = facts;
        this.log = log;
        this.access = access;
    }

    /** Opens a snapshot; with {@code capture} it knows its places in the log. */
    public Snapshot open(boolean capture) {
        SnapshotDialect dialect = new SnapshotDialect(facts.isMariaDb());
        return new MySqlSnapshot(settings, opener(capture), new ChunkPlanner(control, dialect), dialect);
    }

    /**
     * Whether a row stays in this chunk as long as its identifying key stays.
     *
     * @throws dev.millrace.error.ReplicationException {@code CHECKPOINT_UNUSABLE} if the chunk is of an unknown form
     */
    public static boolean isStable(Chunk chunk) {
        return ChunkBounds.decode(chunk.bounds()).isStable();
    }

    private SessionOpener opener(boolean capture) {
        if (!capture) {
            return new UntrackedSessions(settings);
        }
        LogScan scan = new LogScan(access);
        if (facts.isMariaDb()) {
            return new MariaDbSessions(settings, scan);
        }
        return facts.numbersTransactions()
                ? new MySqlGtidSessions(settings, log, scan)
                : new MySqlFileSessions(settings, control, log, scan);
    }
}
