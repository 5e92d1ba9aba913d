package dev.millrace.sink.mysql.encode;

import dev.millrace.model.DataType.Kind;
import dev.millrace.sink.mysql.dialect.TargetColumn;

/**
 * The expression over a column that is equal to an {@linkplain ColumnEncoder#appendComparable encoded} value if and only if the column
 * holds that value. Collations take different texts for equal, {@code JSON} is never equal to a string, a {@code FLOAT} never to its
 * own decimal text, and a {@code VECTOR} can't be compared at all.
 */
public final class Comparison {
    private static final String VECTOR = "vector";

    private Comparison() {}

    /** Appends {@code column <=> literal}, in which NULL equals NULL. */
    public static String nullSafe(TargetColumn target, String column, String literal) {
        if (target.type().kind() == Kind.JSON) {
            return column + " <=> CAST(" + literal + " AS JSON)";
        }
        if (target.schema().nativeType().regionMatches(true, 0, VECTOR, 0, VECTOR.length())) {
            return "CAST(" + column + " AS BINARY) <=> " + literal;
        }
        if (target.characterSet().isPresent()) {
            return "CAST(CONVERT(" + column + " USING utf8mb4) AS BINARY) <=> CAST(" + literal + " AS BINARY)";
        }
        return column + " <=> " + literal;
    }

    /**
     * Appends {@code column = literal}, by which an index finds the row.
     *
     * @param plain see {@link ColumnEncoder#isPlainlyComparable}
     */
    public static String indexed(TargetColumn target, String column, String literal, boolean plain) {
        boolean text = target.type().kind() == Kind.STRING || target.type().kind() == Kind.CLOB;
        if (plain || !text) {
            return column + " = " + literal;
        }
        // a character that the column's set lacks becomes '?', which must not find another row
        return column + " = CONVERT(" + literal + " USING "
                + target.characterSet().orElse("utf8mb4") + ") COLLATE "
                + target.collation().orElse("utf8mb4_bin") + " AND CAST(CONVERT(" + column
                + " USING utf8mb4) AS BINARY) = CAST(" + literal + " AS BINARY)";
    }

    /** Whether literals of the column's kind can stand in an {@code IN} list. */
    static boolean isPlain(TargetColumn target) {
        return switch (target.type().kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC, YEAR, BIT, STRING, CLOB, BYTES, BLOB ->
                true;
            default -> false;
        };
    }
}
