package dev.millrace.config;

import dev.millrace.spi.LoadParallelism;

import static java.util.Objects.requireNonNull;

/**
 * DMS's {@code FullLoadSettings}.
 *
 * @param tablePrepMode default {@code DO_NOTHING}, as in the API
 * @param maxSubTasks tables or chunks loaded at once; default 8, 1 to 49
 * @param commitRate rows moved together; default 10000, at most 50000
 * @param stopAfterLoad {@code StopTaskCachedChangesNotApplied}: stop once loaded, changes stay in the source's log for the resume
 * @param stopAfterCachedChanges {@code StopTaskCachedChangesApplied}: stop once the changes made during the load are applied
 * @param loadThreads {@code ParallelLoadThreads} of {@code TargetMetadata}, 0 to 200; default 0: as the target likes
 * @param loadBufferRows {@code ParallelLoadBufferSize} of {@code TargetMetadata}, 50 to 1000; default 0: as the target likes
 */
public record FullLoadSettings(
        TargetTablePrepMode tablePrepMode,
        int maxSubTasks,
        int commitRate,
        boolean stopAfterLoad,
        boolean stopAfterCachedChanges,
        int loadThreads,
        int loadBufferRows) {

    /** DMS's defaults. */
    public static final FullLoadSettings DEFAULT =
            new FullLoadSettings(TargetTablePrepMode.DO_NOTHING, 8, 10_000, false, false);

    public FullLoadSettings {
        requireNonNull(tablePrepMode, "tablePrepMode is null");
    }

    /** Settings that leave to the target how many requests it takes at once. */
    public FullLoadSettings(
            TargetTablePrepMode tablePrepMode,
            int maxSubTasks,
            int commitRate,
            boolean stopAfterLoad,
            boolean stopAfterCachedChanges) {
        this(tablePrepMode, maxSubTasks, commitRate, stopAfterLoad, stopAfterCachedChanges, 0, 0);
    }

    /** What writers of rows have to know. */
    public LoadParallelism parallelism() {
        return new LoadParallelism(maxSubTasks, loadThreads, loadBufferRows);
    }
}
