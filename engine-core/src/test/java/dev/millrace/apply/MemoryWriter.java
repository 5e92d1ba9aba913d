package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies sets to {@link MemoryTable}s in transactions, the rows of a set in any order, as a set-based statement may. */
final class MemoryWriter implements ChangeWriter {
    private Map<TableId, MemoryTable> committed = new HashMap<>();
    private @Nullable Map<TableId, MemoryTable> open;
    private @Nullable Checkpoint checkpoint;
    private final Random order;
    private int appliedSets;
    private @Nullable Map<TableId, MemoryTable> mark;
    private final List<RefusedChange> openRefused = new ArrayList<>();
    private final List<RefusedChange> refused = new ArrayList<>();
    private final Set<TableId> openSuspended = new HashSet<>();
    private final Set<TableId> suspended = new HashSet<>();
    private int markedRefused;

    MemoryWriter(List<MemoryTable> tables, Random order) {
        tables.forEach(table -> committed.put(table.schema().id(), table));
        this.order = order;
    }

    MemoryTable committed(TableId table) {
        return committed.get(table);
    }

    @Nullable
    Checkpoint checkpoint() {
        return checkpoint;
    }

    int appliedSets() {
        return appliedSets;
    }

    @Override
    public int apply(ChangeSet changes) {
        begin();
        appliedSets++;
        MemoryTable table = open.get(changes.table().id());
        if (changes.kind() == ChangeSet.Kind.TRUNCATE) {
            table.clear();
            return 0;
        }
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            indexes.add(i);
        }
        Collections.shuffle(indexes, order);
        int hit = 0;
        for (int i : indexes) {
            hit += applyOne(table, changes, i);
        }
        return hit;
    }

    private void begin() {
        if (open == null) {
            open = copy(committed);
        }
    }

    private static Map<TableId, MemoryTable> copy(Map<TableId, MemoryTable> tables) {
        Map<TableId, MemoryTable> copies = new HashMap<>();
        tables.forEach((id, table) -> copies.put(id, table.copy()));
        return copies;
    }

    @Override
    public void mark() {
        begin();
        mark = copy(open);
        markedRefused = openRefused.size();
    }

    @Override
    public void rollbackToMark() {
        open = copy(mark);
        openRefused.subList(markedRefused, openRefused.size()).clear();
    }

    @Override
    public void record(RefusedChange change) {
        openRefused.add(change);
    }

    @Override
    public void replayed(long id) {
        throw new AssertionError("nothing is replayed here, but " + id);
    }

    @Override
    public void suspend(TableId source, String reason) {
        openSuspended.add(source);
    }

    /** Committed exceptions. */
    List<RefusedChange> refused() {
        return refused;
    }

    /** Committed suspensions. */
    Set<TableId> suspended() {
        return suspended;
    }

    private static int applyOne(MemoryTable table, ChangeSet changes, int i) {
        return switch (changes.kind()) {
            case INSERT -> {
                table.insert(values(changes.rows().get(i)));
                yield 1;
            }
            case UPSERT -> {
                Row row = changes.rows().get(i);
                if (table.update(row, row) == 0) {
                    table.insert(values(row));
                }
                yield 1;
            }
            case UPDATE ->
                table.update(changes.identities().get(i), changes.rows().get(i));
            case DELETE -> table.delete(changes.identities().get(i));
            case TRUNCATE -> throw new IllegalStateException("handled before");
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
    public void commit(Checkpoint newCheckpoint) {
        if (open != null) {
            committed = open;
            open = null;
        }
        refused.addAll(openRefused);
        suspended.addAll(openSuspended);
        openRefused.clear();
        openSuspended.clear();
        checkpoint = newCheckpoint;
    }

    @Override
    public void rollback() {
        open = null;
        openRefused.clear();
        openSuspended.clear();
    }

    @Override
    public void close() {
        rollback();
    }
}
