package dev.millrace.spi.sink;

import dev.millrace.model.TableId;

/** Where a writer of changes writes down what the target has not taken. Belongs to the writer's thread. */
public interface ExceptionWriter {

    /** Writes down a change that is left out, with the next commit. */
    void record(RefusedChange refused);

    /**
     * Writes down, with the next commit, that a table gets no further changes until {@link TaskStore#planTable} or {@link
     * TaskStore#reset} lifts it. Does nothing if that is known.
     *
     * @param source the table on the source
     * @param reason for people, at most 32 characters, as in DMS's {@code awsdms_suspended_tables}
     */
    void suspend(TableId source, String reason);
}
