package dev.millrace.spi.sink;

import java.util.List;

/**
 * Applies changes in transactions of its own making: the first {@link #apply} after a commit or rollback opens one. Belongs to
 * one thread.
 */
public interface ChangeWriter extends RefusalWriter, ExceptionWriter, AutoCloseable {

    /**
     * Notes durably, under the writer's fence, that changes up to a place of the log may show from now on. Called before the first {@link
     * #apply} of a batch, and only if the style is {@link Sink.ApplyStyle#REPEATABLE}. Writers of one instance announce in no order; the
     * farthest place is what counts.
     *
     * @param upTo covers whatever is applied until the next announcement
     * @throws dev.millrace.error.ReplicationException {@code FENCED}, and nothing may be applied
     */
    default void announce(Checkpoint upTo) {
        throw new UnsupportedOperationException("this sink takes changes back, so nothing needs to be announced");
    }

    /**
     * Executes one set in the open transaction, after all sets given before.
     *
     * @return how many rows were found and changed (matched rows, on databases that tell matched from changed); for
     *     {@code INSERT} and {@code UPSERT} the size of the set; for {@code TRUNCATE} 0
     * @throws dev.millrace.error.ReplicationException of category {@code TARGET_DATA}: the transaction is good for
     *     {@link #rollbackToMark} and {@link #rollback} only
     */
    int apply(ChangeSet changes);

    /** Writes down, in the open transaction, a change that is left out. */
    @Override
    void record(RefusedChange refused);

    /** Forgets, in the open transaction, a {@link RecordedChange} that was applied in it. */
    void replayed(long id);

    /**
     * Commits everything applied since the last commit together with the checkpoint, under the writer's fence. A commit without
     * any {@code apply} only moves the checkpoint.
     *
     * @throws dev.millrace.error.ReplicationException {@code FENCED}, and nothing is committed; if the connection breaks in the
     *     middle the outcome is unknown and {@code TARGET_CONNECTION_LOST} is thrown: the stored checkpoint tells
     */
    void commit(Checkpoint checkpoint);

    /**
     * As {@link #commit(Checkpoint)}, and in the same transaction forgets ranges that the checkpoint covers now.
     *
     * @param covered ranges that {@link #commitAhead} has left, in this run or an earlier one; often none
     */
    default void commit(Checkpoint checkpoint, List<AppliedRange> covered) {
        if (!covered.isEmpty()) {
            throw new UnsupportedOperationException("this sink remembers no ranges");
        }
        commit(checkpoint);
    }

    /**
     * Commits everything applied since the last commit without moving the checkpoint, together with the range it makes up, under the writer's
     * fence. Writers of one instance that commit ahead at the same moment do not wait for each other. Called only if {@link
     * Sink#commitsAhead()}.
     *
     * @throws dev.millrace.error.ReplicationException as {@link #commit(Checkpoint)}; the stored ranges tell an unknown outcome
     */
    default void commitAhead(AppliedRange range) {
        throw new UnsupportedOperationException("this sink can't commit " + range + " ahead of the checkpoint");
    }

    /** Takes back what was applied since the last commit. Never throws because of a broken connection. */
    void rollback();

    /** Rolls back what is not committed. */
    @Override
    void close();
}
