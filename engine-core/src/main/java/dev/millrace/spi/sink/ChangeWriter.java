package dev.millrace.spi.sink;

/**
 * Applies changes in transactions of its own making: the first {@link #apply} after a commit or rollback opens one. Belongs to
 * one thread.
 */
public interface ChangeWriter extends AutoCloseable {

    /**
     * Executes one set in the open transaction, after all sets given before.
     *
     * @return how many rows were found and changed (matched rows, on databases that tell matched from changed); for
     *     {@code INSERT} and {@code UPSERT} the size of the set; for {@code TRUNCATE} 0
     * @throws dev.millrace.error.ReplicationException of category {@code TARGET_DATA}: the transaction is good for
     *     {@link #rollback} only
     */
    int apply(ChangeSet changes);

    /**
     * Commits everything applied since the last commit together with the checkpoint, under the writer's fence. A commit without
     * any {@code apply} only moves the checkpoint.
     *
     * @throws dev.millrace.error.ReplicationException {@code FENCED}, and nothing is committed; if the connection breaks in the
     *     middle the outcome is unknown and {@code TARGET_CONNECTION_LOST} is thrown: the stored checkpoint tells
     */
    void commit(Checkpoint checkpoint);

    /** Takes back what was applied since the last commit. Never throws because of a broken connection. */
    void rollback();

    /** Rolls back what is not committed. */
    @Override
    void close();
}
