package dev.millrace.apply;

import dev.millrace.model.Row;
import org.jspecify.annotations.Nullable;

/** A change that knows its number, because the target keeps it with the row. */
final class NumberedRowChange extends RowChange {
    private final long sequence;

    NumberedRowChange(
            TargetTable table,
            Kind kind,
            @Nullable Row before,
            @Nullable Row after,
            boolean overlapping,
            long sequence) {
        super(table, kind, before, after, overlapping);
        this.sequence = sequence;
    }

    @Override
    long sequence() {
        return sequence;
    }

    @Override
    RowChange asOverlapping() {
        return new NumberedRowChange(table(), kind(), before(), afterOrNull(), true, sequence);
    }
}
