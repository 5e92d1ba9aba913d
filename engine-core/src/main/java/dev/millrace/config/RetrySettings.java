package dev.millrace.config;

import java.time.Duration;

/**
 * What happens after an error that may pass; the {@code RecoverableError*} keys of DMS's {@code ErrorBehavior}.
 *
 * @param count tries before the task fails; -1 for no end
 * @param interval wait before the first try
 * @param throttling whether each wait is twice the one before
 * @param throttlingMaximum the longest wait
 * @param stopAfterThrottlingMaximum whether reaching the longest wait ends the tries
 */
public record RetrySettings(
        int count,
        Duration interval,
        boolean throttling,
        Duration throttlingMaximum,
        boolean stopAfterThrottlingMaximum) {

    /** DMS's defaults. */
    public static final RetrySettings DEFAULT =
            new RetrySettings(-1, Duration.ofSeconds(5), true, Duration.ofSeconds(1800), true);
}
