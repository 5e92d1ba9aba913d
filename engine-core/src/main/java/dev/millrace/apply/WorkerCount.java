package dev.millrace.apply;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many batches are applied side by side: as many as the task says, or as many as measuring shows to be worth it. Measuring begins with
 * two and tries twice as many whenever the target holds the reader up for a while; it stays with what is a fifth faster, and asks again
 * later, since load and target change. A larger number costs connections and smaller batches, so that a tie goes to the smaller one. Not
 * thread-safe.
 */
final class WorkerCount {
    /** The largest number that measuring tries; a task may say more. */
    static final int MOST_MEASURED = 16;

    private static final int FIRST_MEASURED = 2;
    private static final double WORTH_IT = 1.2;

    /** What a rate is taken over, at least; batches come and go within it. */
    private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int WINDOW_BATCHES = 10;

    private static final long FIRST_REST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST_REST_NANOS = Duration.ofMinutes(16).toNanos();

    private final int most;
    private final LongSupplier nanoTime;
    private int current;
    private boolean probing;
    private double rateBefore;
    private boolean inWindow;
    private long windowStart;
    private long windowChanges;
    private int windowBatches;
    private long restNanos = FIRST_REST_NANOS;
    private boolean resting;
    private long restStart;

    private WorkerCount(int first, int most, LongSupplier nanoTime) {
        this.current = first;
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** @param workers what the task says; 0 to measure */
    static WorkerCount of(int workers, LongSupplier nanoTime) {
        return workers == 0
                ? new WorkerCount(FIRST_MEASURED, MOST_MEASURED, nanoTime)
                : new WorkerCount(workers, workers, nanoTime);
    }

    int current() {
        return current;
    }

    /** The most that it may ever be. */
    int most() {
        return most;
    }

    /** The reader has something to apply and no worker is free: from here on the target is the limit. */
    void heldUp() {
        if (!inWindow && (probing || current < most) && !isResting()) {
            begin();
        }
    }

    /** The reader did not have to wait: what is applied meanwhile says nothing about the target. */
    void notHeldUp() {
        inWindow = false;
    }

    /** A batch with so many changes is done. */
    void applied(long changes) {
        if (!inWindow) {
            return;
        }
        windowChanges += changes;
        windowBatches++;
        long nanos = nanoTime.getAsLong() - windowStart;
        if (nanos >= WINDOW_NANOS && windowBatches >= WINDOW_BATCHES) {
            decide((double) windowChanges / nanos);
        }
    }

    private void decide(double rate) {
        inWindow = false;
        if (probing && rate < rateBefore * WORTH_IT) {
            current /= 2;
            rest();
        } else {
            probing = current < most;
            rateBefore = rate;
            current = Math.min(2 * current, most);
        }
    }

    private void begin() {
        inWindow = true;
        windowStart = nanoTime.getAsLong();
        windowChanges = 0;
        windowBatches = 0;
    }

    private void rest() {
        probing = false;
        resting = true;
        restStart = nanoTime.getAsLong();
    }

    private boolean isResting() {
        if (resting && nanoTime.getAsLong() - restStart >= restNanos) {
            resting = false;
            restNanos = Math.min(2 * restNanos, LONGEST_REST_NANOS);
        }
        return resting;
    }
}
