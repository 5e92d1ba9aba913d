package dev.millrace.sink.mysql;

import dev.millrace.model.TableId;
import dev.millrace.sink.jdbc.TableFit;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.sink.mysql.dialect.MySqlDialect;
import dev.millrace.sink.mysql.dialect.ServerVersion;
import dev.millrace.sink.mysql.dialect.SqlText;
import java.util.concurrent.atomic.AtomicLong;

/** What all sessions of one sink know of its server. Thread-safe. */
final class TargetKnowledge {
    private static final String STAGE_TABLE = "millrace_stage";

    private final ServerVersion version;
    private final TargetTables tables;
    private final TableFit fit;
    private final Placement placement;
    private final boolean localInfile;
    private final StagePlace stagePlace;
    private final AtomicLong generation = new AtomicLong();

    TargetKnowledge(ServerFacts facts, Placement placement, String controlDatabase, TargetTables tables) {
        this.version = facts.version();
        this.tables = tables;
        this.fit = new TableFit(new ExistingColumns(new MySqlDialect(version)));
        this.placement = placement;
        this.localInfile = facts.localInfile();
        this.stagePlace =
                new StagePlace(SqlText.table(new TableId(controlDatabase, STAGE_TABLE)), facts.memoryTables());
    }

    ServerVersion version() {
        return version;
    }

    /** Knows tables as the engine has last seen them. */
    TargetTables tables() {
        return tables;
    }

    /** Judges tables that are there. */
    TableFit fit() {
        return fit;
    }

    Placement placement() {
        return placement;
    }

    /** Whether the server takes {@code LOAD DATA LOCAL}. */
    boolean localInfile() {
        return localInfile;
    }

    StagePlace stagePlace() {
        return stagePlace;
    }

    /** Changes whenever the sink changed a table, so that sessions forget what they knew of it. */
    long generation() {
        return generation.get();
    }

    void tablesChanged() {
        generation.incrementAndGet();
    }
}
