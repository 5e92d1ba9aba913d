package dev.millrace.apply;

import dev.millrace.mapping.CutValues;
import dev.millrace.mapping.RowHeader;
import dev.millrace.mapping.TableRoute;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.Row;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** Makes changes in the target's layout of what the log tells. Belongs to the apply thread. */
final class ChangeMapper {
    private final boolean numbers;
    private final @Nullable LogCursor cursor;
    private ChangeEvent.@Nullable TransactionBegin transaction;
    private @Nullable String displayed;
    private final CutValues cuts = new CutValues();
    private long hiddenBytes;

    /**
     * @param numbers whether the target keeps the numbers of changes with its rows
     * @param cursor tells where changes stand in the log; null unless the target is a record of it
     */
    ChangeMapper(boolean numbers, @Nullable LogCursor cursor) {
        this.numbers = numbers;
        this.cursor = cursor;
    }

    void begin(ChangeEvent.TransactionBegin begin) {
        transaction = begin;
        displayed = null;
    }

    /** @param sequence how many row events the task has read with this one */
    RowChange map(
            TargetTable table, ChangeEvent.TableEvent event, RowChange.Kind kind, boolean overlapping, long sequence) {
        hiddenBytes = 0;
        TableRoute route = table.route();
        @Nullable Row before = null;
        @Nullable Row after = null;
        if (event instanceof ChangeEvent.RowInsert insert) {
            after = withHeader(route, insert.after(), kind, sequence);
        } else if (event instanceof ChangeEvent.RowUpdate update) {
            Row old = update.before();
            before = old == null ? null : seen(old, route.map(old));
            after = withHeader(route, update.after(), kind, sequence);
        } else if (event instanceof ChangeEvent.RowDelete delete) {
            // elsewhere the row goes, with what its last change has left in added columns
            before = cursor == null
                    ? seen(delete.before(), route.map(delete.before()))
                    : withHeader(route, delete.before(), kind, sequence);
        }
        if (cursor != null) {
            return new LoggedRowChange(
                    table, kind, before, after, overlapping, cursor.transaction(), sequence, cursor.ordinal());
        }
        return numbers
                ? new NumberedRowChange(table, kind, before, after, overlapping, sequence)
                : new RowChange(table, kind, before, after, overlapping);
    }

    /** Bytes that the rows of the last change hold in memory and do not show: a mapped row is a view of what was read. */
    long hiddenBytes() {
        return hiddenBytes;
    }

    /** How many values of the last change were cut; what only tells which row is meant does not count. */
    long takeCut(TargetTable table) {
        return cuts.take(table.route(), table.counters());
    }

    private Row seen(Row row, Row mapped) {
        if (mapped != row) {
            hiddenBytes += Math.max(0, row.byteSize() - mapped.byteSize());
        }
        return mapped;
    }

    private Row withHeader(TableRoute route, Row row, RowChange.Kind kind, long sequence) {
        if (!route.addsColumns()) {
            return seen(row, route.map(row, cuts));
        }
        ChangeEvent.TransactionBegin begin = requireNonNull(transaction, "no transaction");
        String position = displayed;
        if (position == null) {
            position = begin.position().display();
            displayed = position;
        }
        return route.map(row, RowHeader.ofChange(position, begin.commitTime(), kind.name(), sequence), cuts);
    }
}
