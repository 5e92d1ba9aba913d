package dev.millrace.apply;

import dev.millrace.model.Row;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * One change in target layout, waiting to be applied. Hot path: one object per change, no larger than the target needs it.
 */
sealed class RowChange permits LoggedRowChange, NumberedRowChange {
    /** The change itself, its event, and what planning makes of it. */
    private static final int PLANNING_BYTES = 144;

    private static final int ROW_BYTES = 48;
    private static final int COLUMN_BYTES = 8;

    enum Kind {
        INSERT(0),
        UPDATE(1),
        DELETE(2),
        TRUNCATE(3);

        private final int counter;

        Kind(int counter) {
            this.counter = counter;
        }

        /** Which of a table's counters the kind is counted by. */
        int counter() {
            return counter;
        }
    }

    private final TargetTable table;
    private final Kind kind;
    private final @Nullable Row before;
    private final @Nullable Row after;
    private final boolean overlapping;

    /**
     * @param before what identifies the row if {@code after} does not
     * @param overlapping whether the table's load may hold this change already
     */
    RowChange(TargetTable table, Kind kind, @Nullable Row before, @Nullable Row after, boolean overlapping) {
        this.table = table;
        this.kind = kind;
        this.before = before;
        this.after = after;
        this.overlapping = overlapping;
    }

    final TargetTable table() {
        return table;
    }

    final Kind kind() {
        return kind;
    }

    final boolean isOverlapping() {
        return overlapping;
    }

    /** How many row events the task had read with this one since it began; 0 unless the target needs to know. */
    long sequence() {
        return 0;
    }

    /** The same change where its row may be there or not. */
    RowChange asOverlapping() {
        return new RowChange(table, kind, before, after, true);
    }

    /** The row whose key columns tell which row is meant; for inserts the new row itself. */
    final Row identity() {
        return requireNonNull(before != null ? before : after, "change of no row");
    }

    /** The new values of an insert or update. */
    final Row after() {
        return requireNonNull(after, "change without new values");
    }

    @Nullable
    final Row before() {
        return before;
    }

    @Nullable
    final Row afterOrNull() {
        return after;
    }

    /** About the memory that it takes until it is applied: of narrow rows, values are the smaller part. */
    final long byteSize() {
        return PLANNING_BYTES + byteSize(before) + byteSize(after);
    }

    private static long byteSize(@Nullable Row row) {
        return row == null ? 0 : ROW_BYTES + (long) COLUMN_BYTES * row.columnCount() + row.byteSize();
    }

    /** Whether {@link #after()} is all there is to know of the row. */
    final boolean isWhole() {
        return table.isWhole(after());
    }

    /** Whether an update gives the row another key. */
    final boolean movesKey() {
        if (kind != Kind.UPDATE || before == null || after == null) {
            return false;
        }
        for (int column : table.keyColumns()) {
            if (after.isPresent(column) && !after.sameValue(before, column)) {
                return true;
            }
        }
        return false;
    }
}
