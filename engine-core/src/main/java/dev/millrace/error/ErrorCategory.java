package dev.millrace.error;

/** What kind of trouble an {@link ErrorCode} stands for; the category alone decides what the engine does about it. */
public enum ErrorCategory {
    /** The task file or the builder says something that can't be run. */
    CONFIGURATION(Reaction.STOP),
    /** A server lacks a setting, a grant or an object that the task needs; the message carries the statement that mends it. */
    PREREQUISITE(Reaction.STOP),
    /** The source can't be reached for now. */
    SOURCE_TRANSIENT(Reaction.RETRY),
    /** The source's log can't be read on without a gap. */
    SOURCE_FATAL(Reaction.STOP),
    /** The target can't be reached, or asks us to try the transaction again. */
    TARGET_TRANSIENT(Reaction.RETRY),
    /** The target refuses the value or the key of a row. */
    TARGET_DATA(Reaction.ROW),
    /** The target's tables are not what the task needs. */
    TARGET_SCHEMA(Reaction.STOP),
    /** The target is out of disk, memory or another resource that somebody has to provide. */
    TARGET_RESOURCE(Reaction.STOP),
    /** Going on would break exactly-once: another instance runs, or a checkpoint does not fit its source. */
    CONSISTENCY(Reaction.STOP),
    /** A defect of the engine. */
    BUG(Reaction.STOP);

    /** What the engine does when an error of a category reaches it. */
    public enum Reaction {
        /** Roll back, wait, and go on from the last checkpoint. */
        RETRY,
        /** Narrow the failure down to the row and let the task's error policy decide. */
        ROW,
        /** Stop the task; nothing after the last checkpoint is acknowledged. */
        STOP
    }

    private final Reaction reaction;

    ErrorCategory(Reaction reaction) {
        this.reaction = reaction;
    }

    /** What the engine does about an error of this category. */
    public Reaction reaction() {
        return reaction;
    }
}
