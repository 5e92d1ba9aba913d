package dev.millrace.sink.postgres;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;

/** What PostgreSQL's own types are to the engine. */
final class CatalogueTypes {
    private static final int HEADER = 4;
    private static final int FULL_FRACTION = 6;

    private CatalogueTypes() {}

    /**
     * The engine-neutral type of a column, looked at through domains.
     *
     * @param name {@code pg_type.typname} of the base type
     * @param variety {@code pg_type.typtype} of the base type
     * @param category {@code pg_type.typcategory} of the base type
     * @param modifier the type modifier; -1 for none
     */
    static DataType of(String name, char variety, char category, int modifier) {
        if (variety == 'e') {
            return DataType.of(Kind.ENUM);
        }
        if (category == 'A') {
            return DataType.of(Kind.ARRAY);
        }
        return switch (name) {
            case "bool" -> DataType.of(Kind.BOOLEAN);
            case "int2" -> DataType.of(Kind.INT2);
            case "int4" -> DataType.of(Kind.INT4);
            case "int8" -> DataType.of(Kind.INT8);
            case "oid" -> DataType.of(Kind.UINT4);
            case "numeric" -> numeric(modifier);
            case "float4" -> DataType.of(Kind.REAL4);
            case "float8" -> DataType.of(Kind.REAL8);
            case "text", "citext" -> DataType.of(Kind.CLOB);
            case "varchar", "bpchar" ->
                modifier < HEADER ? DataType.of(Kind.CLOB) : DataType.ofLength(Kind.STRING, modifier - HEADER);
            case "bytea" -> DataType.of(Kind.BLOB);
            case "bit", "varbit" -> DataType.ofLength(Kind.BIT, Math.max(modifier, 0));
            case "date" -> DataType.of(Kind.DATE);
            case "time" -> DataType.ofScale(Kind.TIME, fraction(modifier));
            case "timetz" -> DataType.ofScale(Kind.TIME_TZ, fraction(modifier));
            case "timestamp" -> DataType.ofScale(Kind.DATETIME, fraction(modifier));
            case "timestamptz" -> DataType.ofScale(Kind.TIMESTAMP_TZ, fraction(modifier));
            case "interval" -> DataType.of(Kind.INTERVAL);
            case "json", "jsonb" -> DataType.of(Kind.JSON);
            case "xml" -> DataType.of(Kind.XML);
            case "uuid" -> DataType.of(Kind.UUID);
            default -> DataType.of(Kind.OTHER);
        };
    }

    /** The modifier holds precision in its upper and scale, signed since PostgreSQL 15, in its lower eleven bits. */
    private static DataType numeric(int modifier) {
        if (modifier < HEADER) {
            return DataType.numeric(0, 0);
        }
        int declared = modifier - HEADER;
        return DataType.numeric((declared >> 16) & 0xFFFF, ((declared & 0x7FF) ^ 1024) - 1024);
    }

    private static int fraction(int modifier) {
        return modifier < 0 ? FULL_FRACTION : modifier;
    }
}
