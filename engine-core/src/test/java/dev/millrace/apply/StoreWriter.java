package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Applies sets to a {@link LockingStore}, the rows of a set in any order, as a set-based statement may. */
final class StoreWriter implements ChangeWriter {
    private final LockingStore.Session session;
    private final Consumer<Checkpoint> committed;
    private final Random order;

    /** @param committed told within the commit */
    StoreWriter(LockingStore store, Consumer<Checkpoint> committed, Random order) {
        this.session = store.open();
        this.committed = committed;
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
    public void commit(Checkpoint checkpoint) {
        session.commit();
        committed.accept(checkpoint);
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
