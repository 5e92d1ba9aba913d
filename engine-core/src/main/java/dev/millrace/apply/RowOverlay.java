package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;

/** Puts the present columns of a later row over an earlier one. */
final class RowOverlay {
    private final RowBuffer buffer = new RowBuffer();

    Row overlay(Row earlier, Row later) {
        if (later.isComplete()) {
            return later;
        }
        buffer.begin(later.columnCount());
        for (int column = 0; column < later.columnCount(); column++) {
            append(later.isPresent(column) ? later : earlier, column);
        }
        return buffer.finish();
    }

    private void append(Row row, int column) {
        if (!row.isPresent(column)) {
            buffer.appendAbsent();
        } else if (row.isNull(column)) {
            buffer.appendNull();
        } else {
            buffer.append(row.data(), row.offset(column), row.length(column));
        }
    }
}
