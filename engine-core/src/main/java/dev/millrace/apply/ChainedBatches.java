package dev.millrace.apply;

/**
 * Notices when every batch touches little but what the one before it touches, as with a few rows that every transaction updates. Then they
 * have to follow each other anyway, and to find out what each touches is a fifth of the gathering thread's work; so that is done for a pair
 * of batches now and then only, and the others wait for all before them. Not for relaxed mode, where one batch that is held up would hold up
 * all behind it then. Belongs to the thread that submits batches.
 */
final class ChainedBatches {
    private static final int EVIDENCE = 8;
    private static final int PERIOD = 10;
    private static final int LOOKED_AT = 2;

    private int chained;
    private int submitted;

    /** Whether to find out what the next batch touches. */
    boolean isWorthALook() {
        submitted++;
        return chained < EVIDENCE || submitted % PERIOD < LOOKED_AT;
    }

    /** @param follows whether a batch can do next to nothing before the one before it is committed, where both were looked at */
    void seen(boolean follows) {
        chained = follows ? chained + 1 : 0;
    }
}
