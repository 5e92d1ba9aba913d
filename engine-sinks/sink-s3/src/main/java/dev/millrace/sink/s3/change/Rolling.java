package dev.millrace.sink.s3.change;

import java.time.Duration;
import java.time.Instant;

/**
 * Says when a file of changes is full or old enough. Told by the log's own sizes and times, so that a run that was killed cuts its files
 * where the other would have; only {@link #isDue} asked with a clock's time depends on anything else.
 *
 * @param largest encoded bytes past which a file takes no further change, {@code CdcMinFileSize}
 * @param oldest how long a file takes changes behind its first, {@code CdcMaxBatchInterval}
 * @param mostHeld bytes of memory that all open files hold together, past which the one that holds most ends
 */
public record Rolling(long largest, Duration oldest, long mostHeld) {

    /**
     * Whether the file must end before a change of a transaction committed at that time.
     *
     * @param bytes of the file
     * @param first when the file's first transaction was committed
     */
    boolean endsBefore(long bytes, Instant first, Instant commitTime) {
        return bytes >= largest || isDue(first, commitTime);
    }

    /** Whether the file may wait no longer, because the log has reached that time or it is that late. */
    boolean isDue(Instant first, Instant time) {
        return !time.isBefore(first.plus(oldest));
    }
}
