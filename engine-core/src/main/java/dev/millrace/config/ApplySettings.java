package dev.millrace.config;

import java.time.Duration;

/**
 * How changes are gathered and applied: parts of DMS's {@code ChangeProcessingTuning} and of {@code EngineSettings}.
 *
 * @param commitMode {@code EngineSettings.CommitMode}; default ordered
 * @param batchRows changes gathered into one target transaction at most, {@code BatchSplitSize}; 0 lets the engine choose
 * @param batchBytes memory of one batch at most, {@code BatchApplyMemoryLimit}
 * @param batchAge how long a change waits for company at most; the engine commits at once when nothing else is there to read
 */
public record ApplySettings(CommitMode commitMode, int batchRows, long batchBytes, Duration batchAge) {

    /** Batches that fit a heap of 512 MB. */
    public static final ApplySettings DEFAULT =
            new ApplySettings(CommitMode.ORDERED, 0, 32L << 20, Duration.ofSeconds(1));
}
