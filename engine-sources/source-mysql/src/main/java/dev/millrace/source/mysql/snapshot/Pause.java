package dev.millrace.source.mysql.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between two questions to the server. */
final class Pause {
    private static final Duration BRIEF = Duration.ofMillis(5);

    private Pause() {}

    static void brief() {
        of(BRIEF);
    }

    static void of(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ReplicationException(
                    ErrorCode.SOURCE_CONNECTION_LOST, "interrupted while waiting for the source", stopped);
        }
    }
}
