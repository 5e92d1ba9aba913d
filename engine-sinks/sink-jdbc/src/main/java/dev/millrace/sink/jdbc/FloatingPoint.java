package dev.millrace.sink.jdbc;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;

/** Which exact numbers a floating-point column can't hold, though every server takes them without a word. */
public final class FloatingPoint {
    private static final int EXACT_DIGITS_OF_REAL8 = 15;
    private static final int EXACT_DIGITS_OF_REAL4 = 6;

    private FloatingPoint() {}

    /** Whether a column of type {@code to} rounds some values of {@code from}; false if it is no floating-point column. */
    public static boolean rounds(DataType from, DataType to) {
        return switch (to.kind()) {
            case REAL4 -> from.kind() == Kind.REAL8 || digits(from) > EXACT_DIGITS_OF_REAL4;
            case REAL8 -> digits(from) > EXACT_DIGITS_OF_REAL8;
            default -> false;
        };
    }

    /** How many decimal digits a value may have; 0 if it is no exact number. */
    private static int digits(DataType type) {
        return switch (type.kind()) {
            case INT4, UINT4 -> 10;
            case INT8, UINT8 -> 20;
            case NUMERIC -> type.precision() == 0 ? Integer.MAX_VALUE : type.precision();
            default -> 0;
        };
    }
}
