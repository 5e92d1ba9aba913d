package dev.millrace.apply;

import dev.millrace.model.Row;

/** Compares which columns of rows are present. */
final class ColumnMask {
    private ColumnMask() {}

    /** Whether both rows carry the same columns, so that one statement serves both. */
    static boolean same(Row one, Row other) {
        if (one.isComplete() || other.isComplete()) {
            return one.isComplete() == other.isComplete();
        }
        for (int column = 0; column < one.columnCount(); column++) {
            if (one.isPresent(column) != other.isPresent(column)) {
                return false;
            }
        }
        return true;
    }
}
