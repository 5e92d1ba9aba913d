package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.sink.jdbc.FloatingPoint;

/**
 * Whether a column that is already there can take every value as it is. PostgreSQL refuses most of what does not fit, row by row; what it
 * would round or cut without a word is refused here, before the first row (law 5).
 */
final class ColumnFit {
    private ColumnFit() {}

    /** Whether the target changes some values of the column in silence. */
    static boolean losesValues(ColumnSchema wanted, ColumnSchema target) {
        DataType from = wanted.type();
        DataType to = target.type();
        return switch (to.kind()) {
            case NUMERIC -> to.precision() > 0 && isRounded(from, to.scale());
            case REAL4, REAL8 -> FloatingPoint.rounds(from, to);
            case TIME, TIME_TZ, DATETIME, TIMESTAMP_TZ ->
                isTimeOfDay(from.kind()) && (from.scale() > to.scale() || isTime(to.kind()) != isTime(from.kind()));
            case DATE -> isTimeOfDay(from.kind());
            default -> false;
        };
    }

    private static boolean isRounded(DataType from, int scale) {
        return switch (from.kind()) {
            case NUMERIC -> from.precision() == 0 || from.scale() > scale;
            case REAL4, REAL8 -> true;
            default -> false;
        };
    }

    private static boolean isTimeOfDay(Kind kind) {
        return isTime(kind) || kind == Kind.DATETIME || kind == Kind.TIMESTAMP_TZ;
    }

    private static boolean isTime(Kind kind) {
        return kind == Kind.TIME || kind == Kind.TIME_TZ;
    }
}
