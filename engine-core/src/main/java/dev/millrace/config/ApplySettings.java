package dev.millrace.config;

import java.time.Duration;

/**
 * How changes are gathered and applied: parts of DMS's {@code ChangeProcessingTuning} and of {@code EngineSettings}.
 *
 * @param commitMode {@code EngineSettings.CommitMode}; default ordered
 * @param workers batches applied side by side at most, {@code EngineSettings.ApplyWorkers} or {@code ParallelApplyThreads}; 0 lets the engine
 *     choose by measuring
 * @param batchRows changes gathered into one target transaction at most, {@code BatchSplitSize}; 0 lets the engine choose
 * @param batchBytes memory of all batches at most that are gathered or being applied, {@code BatchApplyMemoryLimit}
 * @param batchAge how long a change waits for company at most; the engine commits at once when nothing else is there to read
 */
public record ApplySettings(CommitMode commitMode, int workers, int batchRows, long batchBytes, Duration batchAge) {

    /** Batches that fit a heap of 512 MB. */
    public static final ApplySettings DEFAULT =
            new ApplySettings(CommitMode.ORDERED, 0, 0, 128L << 20, Duration.ofSeconds(1));

    public ApplySettings {
        if (workers < 0) {
            throw new IllegalArgumentException("workers is " + workers + "; it can't be negative");
        }
    }
}
