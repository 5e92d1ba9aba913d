package dev.millrace.taskfile;

/**
 * What DMS's task settings can say and the engine does not do yet. Most of it is reported when it differs from DMS's default; what
 * would let wrong data through is refused.
 */
final class UnbuiltSettings {
    private final Section settings;
    private final boolean takesItems;

    /** @param takesItems whether the target takes rows request by request, for which DMS has settings of its own */
    UnbuiltSettings(Section settings, boolean takesItems) {
        this.settings = settings;
        this.takesItems = takesItems;
    }

    void report(Section control) {
        controlTables(control);
        targetMetadata(settings.section("TargetMetadata"));
        streamBuffers(settings.section("StreamBufferSettings"));
        logging(settings.section("Logging"));
        validation(settings.section("ValidationSettings"));
        refused();
        others();
    }

    private static void controlTables(Section section) {
        section.notHonoured("HistoryTimeslotInMinutes", "", "5");
        section.notHonoured("HistoryTableEnabled", "", "false");
        section.ignored("SuspendedTablesTableEnabled");
        section.notHonoured("StatusTableEnabled", "", "false");
        section.notHonoured(
                "FullLoadExceptionTableEnabled",
                "rows refused during the load are in awsdms_apply_exceptions",
                "false");
        section.finish();
    }

    private void targetMetadata(Section section) {
        section.ignored("TargetSchema", "BatchApplyEnabled", "TaskRecoveryTableEnabled", "ParallelApplyThreads");
        section.ignored(LobSettingsReader.NAMES);
        section.notHonoured("LoadMaxFileSize", "rows are streamed without files", "0");
        if (takesItems) {
            section.ignored("ParallelLoadThreads", "ParallelLoadBufferSize");
        } else {
            section.notHonoured("ParallelLoadThreads", "MaxFullLoadSubTasks tells how much is loaded at once", "0");
            section.notHonoured("ParallelLoadBufferSize", "", "0", "50");
        }
        section.notHonoured("ParallelLoadQueuesPerThread", "", "0", "1");
        String gathered = "changes are applied in batches, which wait for nothing but changes of the same rows";
        section.notHonoured("ParallelApplyBufferSize", gathered, "0", "100");
        section.notHonoured("ParallelApplyQueuesPerThread", gathered, "0", "1");
        section.finish();
    }

    private static void streamBuffers(Section section) {
        section.notHonoured("StreamBufferCount", "", "3");
        section.notHonoured("StreamBufferSizeInMB", "", "8");
        section.notHonoured("CtrlStreamBufferSizeInMB", "", "5");
        section.finish();
    }

    /** The application configures its log; what DMS asks for by default, and what it writes by itself, is no news. */
    private static void logging(Section section) {
        section.ignored(
                "EnableLogging", "EnableLogContext", "DeleteTaskLogs", "CloudWatchLogGroup", "CloudWatchLogStream");
        for (Section component : section.sections("LogComponents")) {
            component.notHonoured(
                    "Severity",
                    "set the level of the loggers dev.millrace.*",
                    "LOGGER_SEVERITY_DEFAULT",
                    "LOGGER_SEVERITY_INFO");
            component.ignored("Id");
            component.finish();
        }
        section.finish();
    }

    private static void validation(Section section) {
        if (section.flag("ValidationOnly", false)) {
            section.problem("ValidationOnly", "is true, but validation is not built yet; the task would load instead");
        }
        section.notHonoured("EnableValidation", "rows are not compared", "false");
        section.ignored(
                "ValidationMode",
                "ThreadCount",
                "PartitionSize",
                "FailureMaxCount",
                "RecordFailureDelayInMinutes",
                "RecordSuspendDelayInMinutes",
                "MaxKeyColumnSize",
                "TableFailureMaxCount",
                "HandleCollationDiff",
                "RecordFailureDelayLimitInMinutes",
                "SkipLobColumns",
                "ValidationPartialLobSize",
                "ValidationQueryCdcDelaySeconds",
                "ValidationS3Time",
                "ValidationS3Mask");
        section.finish();
    }

    private void refused() {
        Section loopback = settings.section("LoopbackPreventionSettings");
        if (loopback.flag("EnableLoopbackPrevention", false)) {
            loopback.problem(
                    "EnableLoopbackPrevention",
                    "is true, but loopback prevention is not built yet; changes would go round for ever");
        }
        if (!settings.isEmptyArrayOrAbsent("CharacterSetSettings")) {
            settings.problem(
                    "CharacterSetSettings",
                    "asks to replace characters, which is not built yet; remove it to copy them as they are");
        }
    }

    private void others() {
        Section timeTravel = settings.section("TTSettings");
        timeTravel.notHonoured("EnableTT", "", "false");
        Section beforeImage = settings.section("BeforeImageSettings");
        beforeImage.notHonoured("EnableBeforeImage", "", "false");
        Section resync = settings.section("ResyncSettings");
        resync.notHonoured("EnableResync", "", "false");
        settings.notHonoured("PostProcessingRules", "");
        settings.notHonoured("FailTaskWhenCleanTaskResourceFailed", "", "false");
        settings.ignored("EngineSettings");
    }
}
