package dev.millrace.config;

/**
 * DMS's {@code FullLoadSettings}.
 *
 * @param tablePrepMode default {@code DO_NOTHING}, as in the API
 * @param maxSubTasks tables or chunks loaded at once; default 8, 1 to 49
 * @param commitRate rows moved together; default 10000, at most 50000
 * @param stopAfterLoad {@code StopTaskCachedChangesNotApplied}: stop once loaded, changes stay in the source's log for the resume
 * @param stopAfterCachedChanges {@code StopTaskCachedChangesApplied}: stop once the changes made during the load are applied
 */
public record FullLoadSettings(
        TargetTablePrepMode tablePrepMode,
        int maxSubTasks,
        int commitRate,
        boolean stopAfterLoad,
        boolean stopAfterCachedChanges) {

    /** DMS's defaults. */
    public static final FullLoadSettings DEFAULT =
            new FullLoadSettings(TargetTablePrepMode.DO_NOTHING, 8, 10_000, false, false);
}
