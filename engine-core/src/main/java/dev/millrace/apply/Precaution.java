package dev.millrace.apply;

/**
 * What is done to the next batches after one of them has turned out to need it, since the cause may last. Guarded by the scheduler's monitor.
 */
final class Precaution {
    private static final int BATCHES = 100;

    private int left;

    void take() {
        left = BATCHES;
    }

    /** Asked once for every batch. */
    boolean isDue() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
