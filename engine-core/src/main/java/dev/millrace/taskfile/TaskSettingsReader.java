package dev.millrace.taskfile;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.DdlPolicy;
import dev.millrace.config.FullLoadSettings;
import dev.millrace.config.TargetTablePrepMode;
import dev.millrace.config.TaskSettings;
import java.time.Duration;

/** Reads {@code ReplicationTaskSettings} and the task's {@code EngineSettings}. */
final class TaskSettingsReader {
    /** DMS's limit of {@code ParallelApplyThreads}. */
    private static final int MAXIMUM_WORKERS = 32;

    /** DMS's default in MB; stands for the engine's own choice, because nearly every saved task has it without anybody's will. */
    private static final int DEFAULT_BATCH_MEGABYTES = 500;

    /** DMS's limits for DynamoDB. */
    private static final int MAXIMUM_LOAD_THREADS = 200;

    private static final int MAXIMUM_LOAD_BUFFER = 1_000;

    private final Section settings;
    private final Section engine;
    private final boolean takesItems;

    TaskSettingsReader(Section settings, Section engine, String targetEngine) {
        this.settings = settings;
        this.engine = engine;
        this.takesItems = targetEngine.equals("dynamodb");
    }

    TaskSettings read() {
        Section control = settings.section("ControlTablesSettings");
        Section errors = settings.section("ErrorBehavior");
        ErrorBehaviorReader errorBehavior = new ErrorBehaviorReader(errors);
        TaskSettings result = new TaskSettings(
                fullLoad(settings.section("FullLoadSettings")),
                apply(settings.section("ChangeProcessingTuning")),
                ddl(settings.section("ChangeProcessingDdlHandlingPolicy")),
                errorBehavior.retry(),
                errorBehavior.errors(),
                control.text("ControlSchema", ""),
                errors.flag("FailOnNoTablesCaptured", true),
                new LobSettingsReader(settings.section("TargetMetadata"), engine).read());
        new UnbuiltSettings(settings, takesItems).report(control);
        errors.finish();
        engine.ignored("StateDirectory");
        engine.finish();
        settings.finish();
        return result;
    }

    private FullLoadSettings fullLoad(Section section) {
        FullLoadSettings defaults = FullLoadSettings.DEFAULT;
        FullLoadSettings result = new FullLoadSettings(
                section.choice("TargetTablePrepMode", TargetTablePrepMode.class).orElse(defaults.tablePrepMode()),
                section.number("MaxFullLoadSubTasks", defaults.maxSubTasks(), 1, 49),
                section.number("CommitRate", defaults.commitRate(), 1, 50_000),
                section.flag("StopTaskCachedChangesNotApplied", defaults.stopAfterLoad()),
                section.flag("StopTaskCachedChangesApplied", defaults.stopAfterCachedChanges()),
                loadNumber("ParallelLoadThreads", MAXIMUM_LOAD_THREADS),
                loadNumber("ParallelLoadBufferSize", MAXIMUM_LOAD_BUFFER));
        if (result.stopAfterLoad() && result.stopAfterCachedChanges()) {
            section.problem(
                    "StopTaskCachedChangesApplied",
                    "and StopTaskCachedChangesNotApplied are both true; a task can stop at one of the two points only");
        }
        section.notHonoured("CreatePkAfterFullLoad", "the primary key is made with its table", "false");
        section.notHonoured(
                "TransactionConsistencyTimeout", "the load does not need to wait for open transactions", "600");
        section.finish();
        return result;
    }

    /** Of no other target are rows taken request by request. */
    private int loadNumber(String name, int most) {
        return takesItems ? settings.section("TargetMetadata").number(name, 0, 0, most) : 0;
    }

    private ApplySettings apply(Section section) {
        ApplySettings defaults = ApplySettings.DEFAULT;
        int megabytes = section.number("BatchApplyMemoryLimit", DEFAULT_BATCH_MEGABYTES, 1, 1 << 20);
        ApplySettings result = new ApplySettings(
                engine.choice("CommitMode", CommitMode.class).orElse(defaults.commitMode()),
                workers(),
                section.number("BatchSplitSize", defaults.batchRows(), 0, Integer.MAX_VALUE),
                megabytes == DEFAULT_BATCH_MEGABYTES ? defaults.batchBytes() : (long) megabytes << 20,
                Duration.ofSeconds(section.number(
                        "CommitTimeout", (int) defaults.batchAge().toSeconds(), 0, 86_400)));
        String always = "batches always hold whole source transactions";
        String gathered =
                "a batch closes at CommitTimeout, BatchSplitSize or BatchApplyMemoryLimit, or when nothing is left to read";
        section.notHonoured("BatchApplyPreserveTransaction", always, "true");
        section.notHonoured("BatchApplyTimeoutMin", gathered, "1");
        section.notHonoured("BatchApplyTimeoutMax", gathered, "30");
        section.notHonoured("MinTransactionSize", gathered, "1000");
        String nothingWaits =
                "no transaction waits in memory or on disk; one too large for a batch is applied in parts,"
                        + " in one transaction of the target";
        section.notHonoured("MemoryLimitTotal", nothingWaits, "1024");
        section.notHonoured("MemoryKeepTime", nothingWaits, "60");
        section.notHonoured("StatementCacheSize", "", "50");
        section.ignored("RecoveryTimeout");
        section.finish();
        return result;
    }

    /** The engine's own setting goes before DMS's, which by default says 0: let the engine choose. */
    private int workers() {
        int threads = settings.section("TargetMetadata").number("ParallelApplyThreads", 0, 0, MAXIMUM_WORKERS);
        return engine.number("ApplyWorkers", threads, 0, MAXIMUM_WORKERS);
    }

    private static DdlPolicy ddl(Section section) {
        DdlPolicy result = new DdlPolicy(
                section.flag("HandleSourceTableDropped", true),
                section.flag("HandleSourceTableTruncated", true),
                section.flag("HandleSourceTableAltered", true));
        section.finish();
        return result;
    }
}
