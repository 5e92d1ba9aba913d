package dev.millrace.sink.dynamodb.item;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Values as attributes: numbers as numbers, raw bytes as binary, {@code BOOLEAN} as boolean, everything else as the text of its canonical
 * form, as DMS does. NULL is no attribute.
 */
public final class AttributeValues {
    private static final int DIGITS = 38;
    private static final int SMALLEST_EXPONENT = -130;
    private static final int LARGEST_EXPONENT = 125;
    /** No text of that length has more digits or a larger exponent than a number may have, unless it has an exponent. */
    private static final int SURELY_FITS = 38;

    private AttributeValues() {}

    /**
     * One value, which is neither NULL nor absent.
     *
     * @throws ReplicationException {@code TARGET_VALUE_REFUSED} if no attribute holds it
     */
    static AttributeValue of(ColumnSchema column, Row row, int ordinal, ByteBuilder scratch) {
        scratch.clear();
        column.wire().writeCanonical(row.data(), row.offset(ordinal), row.length(ordinal), scratch);
        DataType type = column.type();
        if (type.isBinary()) {
            return AttributeValue.fromB(SdkBytes.fromByteArray(scratch.toByteArray()));
        }
        String text = new String(scratch.array(), 0, scratch.size(), StandardCharsets.UTF_8);
        if (type.kind() == DataType.Kind.BOOLEAN) {
            return AttributeValue.fromBool(text.equals("t"));
        }
        return isNumber(type.kind()) ? AttributeValue.fromN(number(column.name(), text)) : AttributeValue.fromS(text);
    }

    /** What a key attribute of such a column is; a {@code BOOLEAN} can't be one, and counts as text. */
    public static ScalarAttributeType keyType(DataType type) {
        if (type.isBinary()) {
            return ScalarAttributeType.B;
        }
        return isNumber(type.kind()) ? ScalarAttributeType.N : ScalarAttributeType.S;
    }

    private static boolean isNumber(DataType.Kind kind) {
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC, REAL4, REAL8, YEAR -> true;
            default -> false;
        };
    }

    /** A key's value as it compares: numbers are equal whatever zeros they end in. */
    static AttributeValue normal(AttributeValue value) {
        return value.n() == null
                ? value
                : AttributeValue.fromN(
                        new BigDecimal(value.n()).stripTrailingZeros().toPlainString());
    }

    /**
     * A number as the service takes it.
     *
     * @param columns where it comes from
     */
    static String number(String columns, String text) {
        if (!text.isEmpty() && text.length() <= SURELY_FITS && isPlain(text)) {
            return text;
        }
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            int exponent = number.precision() - number.scale() - 1;
            boolean fits = number.precision() <= DIGITS
                    && (number.signum() == 0 || (exponent >= SMALLEST_EXPONENT && exponent <= LARGEST_EXPONENT));
            if (fits) {
                return number.toString();
            }
        } catch (NumberFormatException ignored) {
            // NaN and the infinities are no numbers here
        }
        throw new ReplicationException(
                ErrorCode.TARGET_VALUE_REFUSED,
                "column " + columns + " has a number that DynamoDB does not hold: more than " + DIGITS
                        + " digits, too large, too small, or none");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if ((character < '0' || character > '9') && character != '.' && character != '-') {
                return false;
            }
        }
        return true;
    }
}
