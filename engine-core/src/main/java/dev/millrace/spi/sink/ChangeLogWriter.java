package dev.millrace.spi.sink;

/**
 * Adds changes to a record of the log. What was added shows after a commit that covers it, and then whole. Belongs to one thread.
 *
 * <p>A commit may leave changes open: the returned checkpoint says how far the target is durable. What is open when the writer is closed, or
 * when the process dies, is gone; it comes again behind the stored checkpoint. {@link TaskStore#tablesAhead} says which tables need
 * not take it again: a table's changes are committed in log order, so it holds a prefix of them. What is recorded or suspended right
 * after {@link #append} has refused a change stands in that change's place, so that a replay does not record it twice.
 */
public interface ChangeLogWriter extends ExceptionWriter, AutoCloseable {

    /**
     * Adds a change behind all others.
     *
     * @throws dev.millrace.error.ReplicationException of category {@code TARGET_DATA}, or one that says the table is at fault: the
     *     change has left no trace, and the writer is good for the next one; after any other the writer is good for {@link #close} only
     */
    void append(LoggedChange change);

    /**
     * Makes durable what is due, under the writer's fence, refusals and suspensions with it. Everything of the transactions up to {@code
     * reached} was appended or left out for good, and maybe a part of a later one.
     *
     * @param reached how far the task has got; never goes back
     * @return how far the target is durable: a checkpoint that was given as {@code reached} to this writer, or the one stored when
     *     it was opened; never goes back
     * @throws dev.millrace.error.ReplicationException {@code FENCED}, and nothing is committed; {@code TARGET_CONNECTION_LOST}: the stored
     *     checkpoint tells the outcome
     */
    Checkpoint commit(Checkpoint reached, Moment moment);

    /** Why a commit is asked for. */
    enum Moment {
        /** A batch was appended: what the log's own sizes and times make due. */
        BATCH,
        /** Nothing is left to read for now: also what has waited longer than it may, by the clock. Asked for several times a second. */
        IDLE,
        /** The task ends, or has reached its goal: everything, so that {@code reached} is returned. Takes 5 s at most, or throws. */
        END
    }

    /** Forgets what is not committed. */
    @Override
    void close();
}
