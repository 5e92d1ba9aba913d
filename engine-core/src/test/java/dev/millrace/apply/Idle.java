package dev.millrace.apply;

/** Waits for the end of everything under way. */
final class Idle {
    private Idle() {}

    /** Throws the failure of a batch, if one failed. A transaction in parts is under way until its last one is committed. */
    static void await(BatchDispatch dispatch) {
        while (!dispatch.isIdle()) {
            Thread.yield();
        }
    }
}
