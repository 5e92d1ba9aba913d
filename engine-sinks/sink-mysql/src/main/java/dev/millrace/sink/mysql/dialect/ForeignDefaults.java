package dev.millrace.sink.mysql.dialect;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Default expressions of other families as far as MySQL has the same: constants, and the time of the transaction or statement. */
final class ForeignDefaults {
    private static final Pattern NUMBER = Pattern.compile("\\(?(-?\\d+(?:\\.\\d+)?)\\)?(?:::[\\w \"(),.]+)?");
    private static final Pattern TEXT = Pattern.compile("'((?:[^'\\\\]|'')*)'(?:::[\\w \"(),.\\[\\]]+)?");

    private ForeignDefaults() {}

    /**
     * What stands behind {@code DEFAULT}; empty if the column has no default or one that can't be translated.
     *
     * @param type the column's type on the target
     */
    static Optional<String> translate(ColumnSchema column, String type) {
        String expression = column.expression();
        if (expression == null || column.fill() != ColumnSchema.Fill.DEFAULT) {
            return Optional.empty();
        }
        String text = expression.trim();
        Kind kind = column.type().kind();
        if (kind == Kind.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return Optional.of(text.equals("true") ? "1" : "0");
        }
        Matcher number = NUMBER.matcher(text);
        if (number.matches() && isNumber(kind)) {
            return Optional.of(number.group(1));
        }
        Matcher literal = TEXT.matcher(text);
        if (literal.matches() && isConstant(kind)) {
            String value = SqlText.literal(literal.group(1).replace("''", "'"));
            return Optional.of(ForeignTypes.isLarge(type) ? "(" + value + ")" : value);
        }
        boolean now =
                text.equalsIgnoreCase("now()") || text.toUpperCase(Locale.ROOT).startsWith("CURRENT_TIMESTAMP");
        if (now && type.startsWith("datetime")) {
            return Optional.of("CURRENT_TIMESTAMP" + type.substring("datetime".length()));
        }
        return Optional.empty();
    }

    private static boolean isNumber(Kind kind) {
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC, REAL4, REAL8 -> true;
            default -> false;
        };
    }

    private static boolean isConstant(Kind kind) {
        return switch (kind) {
            case STRING, CLOB, ENUM, JSON, UUID, DATE, NUMERIC, INT2, INT4, INT8, REAL4, REAL8 -> true;
            default -> false;
        };
    }
}
