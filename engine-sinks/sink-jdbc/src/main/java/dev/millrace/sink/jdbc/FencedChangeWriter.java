package dev.millrace.sink.jdbc;

import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.List;

/**
 * A {@link ChangeWriter} whose changes, records and checkpoint belong to one transaction of a database; how a set of changes is applied
 * is the sink's. Belongs to one thread.
 *
 * @param <S> what the sink keeps per connection
 */
public abstract class FencedChangeWriter<S> implements ChangeWriter {
    private final TargetTransaction<S> transaction;

    protected FencedChangeWriter(TargetTransaction<S> transaction) {
        this.transaction = transaction;
    }

    /** Where {@link #apply} does its work. */
    protected final TargetTransaction<S> transaction() {
        return transaction;
    }

    /** Ends what is open in the connection and would keep it from rolling back. Does nothing by default. */
    protected void breakOff() {}

    @Override
    public final void mark() {
        transaction.mark();
    }

    @Override
    public final void rollbackToMark() {
        breakOff();
        transaction.rollbackToMark();
    }

    @Override
    public final void record(RefusedChange refused) {
        transaction.record(refused);
    }

    @Override
    public final void replayed(long id) {
        transaction.replayed(id);
    }

    @Override
    public final void suspend(TableId source, String reason) {
        transaction.suspend(source, reason);
    }

    @Override
    public final void commit(Checkpoint checkpoint) {
        transaction.commit(checkpoint, List.of());
    }

    @Override
    public final void commit(Checkpoint checkpoint, List<AppliedRange> covered) {
        transaction.commit(checkpoint, covered);
    }

    @Override
    public final void commitAhead(AppliedRange range) {
        transaction.commitAhead(range);
    }

    @Override
    public final void rollback() {
        breakOff();
        transaction.rollback();
    }

    @Override
    public final void close() {
        rollback();
        transaction.close();
    }
}
