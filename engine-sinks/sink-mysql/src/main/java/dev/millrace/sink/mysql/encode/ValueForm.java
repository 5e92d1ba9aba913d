package dev.millrace.sink.mysql.encode;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;

/** What is done to a canonical value so that a column of some kind takes it unchanged or not at all. */
enum ValueForm {
    /** Digits, sign, point and exponent as they are; anything else, such as {@code NaN}, is refused. */
    NUMBER,
    /** {@code t} and {@code f} become 1 and 0. */
    BOOLEAN,
    /** {@code 0101} becomes the decimal number. */
    BITS,
    /** A date or time without era, infinity or time zone, whose fraction fits. */
    TEMPORAL,
    /** Characters. */
    TEXT,
    /** Characters of a JSON document whose numbers the server keeps as they are. */
    JSON,
    /** Bytes. */
    BYTES;

    /** The form for values of {@code source} in a column of {@code target}. */
    static ValueForm of(DataType source, DataType target) {
        return switch (target.kind()) {
            case BOOLEAN, INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC, REAL4, REAL8, YEAR, BIT ->
                numeric(source.kind());
            case DATE, TIME, DATETIME, TIMESTAMP_TZ -> TEMPORAL;
            case BYTES, BLOB, GEOMETRY -> BYTES;
            case JSON -> JSON;
            default -> source.isBinary() ? BYTES : TEXT;
        };
    }

    private static ValueForm numeric(Kind source) {
        return switch (source) {
            case BOOLEAN -> BOOLEAN;
            case BIT -> BITS;
            default -> NUMBER;
        };
    }
}
