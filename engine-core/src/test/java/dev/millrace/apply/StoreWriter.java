package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Applies sets to a {@link ModelTarget}, the rows of a set in any order, as a set-based statement may. */
final class StoreWriter implements ChangeWriter {
    /** One in so many commits loses its connection, before or behind the commit. */
    private static final int CRASHES = 40;

    private final ModelTarget target;
    private final LockingStore.Session session;
    private final Random order;

    StoreWriter(ModelTarget target, Random order) {
        this.target = target;
        this.session = target.store().open();
        this.order = order;
    }

    @Override
    public int apply(ChangeSet changes) {
        if (changes.kind() == ChangeSet.Kind.TRUNCATE) {
            session.clear(changes.table().id());
            return 0;
        }
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            indexes.add(i);
        }
        Collections.shuffle(indexes, order);
        int hit = 0;
        for (int i : indexes) {
            hit += applyOne(changes, i);
            if (order.nextInt(8) == 0) {
                Thread.yield();
            }
        }
        return hit;
    }

    private int applyOne(ChangeSet changes, int i) {
        return switch (changes.kind()) {
            case INSERT -> {
                session.insert(changes.table().id(), values(changes.rows().get(i)));
                yield 1;
            }
            case UPDATE ->
                session.update(
                        changes.table().id(),
                        changes.identities().get(i),
                        changes.rows().get(i));
            case DELETE ->
                session.delete(changes.table().id(), changes.identities().get(i));
            case UPSERT, TRUNCATE -> throw new IllegalStateException("not part of this test");
        };
    }

    private static List<@Nullable String> values(Row row) {
        if (!row.isComplete()) {
            throw new IllegalStateException("a partial row must never be inserted");
        }
        List<@Nullable String> values = new ArrayList<>();
        for (int column = 0; column < row.columnCount(); column++) {
            values.add(row.text(column));
        }
        return values;
    }

    @Override
    public void mark() {
        session.mark();
    }

    @Override
    public void rollbackToMark() {
        session.rollbackToMark();
    }

    @Override
    public void record(RefusedChange refused) {
        throw new AssertionError("nothing may be refused for good", refused.failure());
    }

    @Override
    public void replayed(long id) {
        throw new AssertionError("nothing is replayed here, but " + id);
    }

    @Override
    public void suspend(TableId source, String reason) {
        throw new AssertionError(source + " is suspended: " + reason);
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        commit(checkpoint, List.of());
    }

    @Override
    public void commit(Checkpoint checkpoint, List<AppliedRange> covered) {
        crashNowAndThen();
        target.commit(session, checkpoint, covered);
        crashNowAndThen();
    }

    @Override
    public void commitAhead(AppliedRange range) {
        crashNowAndThen();
        target.commitAhead(session, range);
        crashNowAndThen();
    }

    private void crashNowAndThen() {
        if (order.nextInt(CRASHES) == 0) {
            throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "nobody knows whether it was committed");
        }
    }

    @Override
    public void rollback() {
        session.rollback();
    }

    @Override
    public void close() {
        rollback();
    }
}
