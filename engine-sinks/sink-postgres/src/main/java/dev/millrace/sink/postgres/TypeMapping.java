package dev.millrace.sink.postgres;

import dev.millrace.model.DataType;

/**
 * The one table of what columns of other engines become on PostgreSQL; {@code docs/type-mapping.md} shows it to users. Every type is
 * wide enough for each value of its column; the few values that PostgreSQL has no notion of (zero dates, times of day beyond 24 hours,
 * U+0000 in text) are refused row by row, never changed.
 */
final class TypeMapping {
    private static final int LONGEST_VARCHAR = 10_485_760;
    private static final int LARGEST_PRECISION = 1000;
    private static final int LONGEST_BIT_STRING = 83_886_080;
    private static final int FULL_FRACTION = 6;

    private TypeMapping() {}

    static String of(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case INT1, INT2, UINT1, YEAR -> "smallint";
            case INT4, UINT2 -> "integer";
            case INT8, UINT4 -> "bigint";
            case UINT8 -> "numeric(20)";
            case NUMERIC -> numeric(type);
            case REAL4 -> "real";
            case REAL8 -> "double precision";
            case STRING ->
                type.length() > 0 && type.length() <= LONGEST_VARCHAR
                        ? "character varying(" + type.length() + ")"
                        : "text";
            case CLOB, ENUM, SET, ARRAY, OTHER -> "text";
            case BYTES, BLOB, GEOMETRY -> "bytea";
            case BIT ->
                type.length() > 0 && type.length() <= LONGEST_BIT_STRING ? "bit(" + type.length() + ")" : "bit varying";
            case DATE -> "date";
            case TIME -> time("time", "without", type.scale());
            case TIME_TZ -> time("time", "with", type.scale());
            case DATETIME -> time("timestamp", "without", type.scale());
            case TIMESTAMP_TZ -> time("timestamp", "with", type.scale());
            case INTERVAL -> "interval";
            case JSON -> "json";
            case XML -> "xml";
            case UUID -> "uuid";
        };
    }

    private static String numeric(DataType type) {
        boolean fits = type.precision() > 0
                && type.precision() <= LARGEST_PRECISION
                && type.scale() >= 0
                && type.scale() <= type.precision();
        return fits ? "numeric(" + type.precision() + "," + type.scale() + ")" : "numeric";
    }

    /** More than six fraction digits would be rounded, so such values stay text, as wide as DMS makes it (dms-reference §7.2). */
    private static String time(String name, String zone, int scale) {
        return scale > FULL_FRACTION ? "character varying(37)" : name + "(" + scale + ") " + zone + " time zone";
    }
}
