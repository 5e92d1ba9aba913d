package dev.millrace.sink.mysql;

import dev.millrace.model.TableId;
import dev.millrace.sink.mysql.dialect.MySqlCatalogue;
import dev.millrace.sink.mysql.dialect.ServerVersion;
import dev.millrace.sink.mysql.dialect.SqlText;
import java.util.concurrent.atomic.AtomicLong;

/** What all sessions of one sink know of its server. Thread-safe. */
final class TargetKnowledge {
    private static final String STAGE_TABLE = "millrace_stage";

    private final ServerVersion version;
    private final MySqlCatalogue catalogue;
    private final Placement placement;
    private final boolean localInfile;
    private final String stageName;
    private final AtomicLong generation = new AtomicLong();

    TargetKnowledge(ServerVersion version, Placement placement, boolean localInfile, String controlDatabase) {
        this.version = version;
        this.catalogue = new MySqlCatalogue(version);
        this.placement = placement;
        this.localInfile = localInfile;
        this.stageName = SqlText.table(new TableId(controlDatabase, STAGE_TABLE));
    }

    ServerVersion version() {
        return version;
    }

    MySqlCatalogue catalogue() {
        return catalogue;
    }

    Placement placement() {
        return placement;
    }

    /** Whether the server takes {@code LOAD DATA LOCAL}. */
    boolean localInfile() {
        return localInfile;
    }

    /** Quoted; in the control database, where the user may do everything. */
    String stageName() {
        return stageName;
    }

    /** Changes whenever the sink changed a table, so that sessions forget what they knew of it. */
    long generation() {
        return generation.get();
    }

    void tablesChanged() {
        generation.incrementAndGet();
    }
}
