package dev.millrace.sink.dynamodb.item;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.Row;
import java.math.BigDecimal;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Values as attributes: numbers as numbers, raw bytes as binary, {@code BOOLEAN} as boolean, everything else as the text of its canonical
 * form, as DMS does. NULL is no attribute. A value is {@linkplain #read read} in one way, and then written in one of two: as the SDK has it,
 * for single requests, or as {@linkplain AttributeJson JSON}.
 */
public final class AttributeValues {
    private static final int DIGITS = 38;
    private static final int SMALLEST_EXPONENT = -130;
    private static final int LARGEST_EXPONENT = 125;
    /** No text of that length has more digits or a larger exponent than a number may have, unless it has an exponent. */
    private static final int SURELY_FITS = 38;

    private AttributeValues() {}

    /**
     * Reads a value, which is neither NULL nor absent, as its attribute has it: as text in UTF-8, the text of a number, raw bytes, or {@code
     * true} or {@code false}.
     *
     * @param into emptied before
     * @return S, N, B or BOOL
     * @throws ReplicationException {@code TARGET_VALUE_REFUSED} if no attribute holds it
     */
    static AttributeValue.Type read(ColumnSchema column, Row row, int ordinal, ByteBuilder into) {
        into.clear();
        column.wire().writeCanonical(row.data(), row.offset(ordinal), row.length(ordinal), into);
        AttributeValue.Type type = type(column.type());
        switch (type) {
            case N -> number(column.name(), into);
            case BOOL -> replace(into, Boolean.toString(into.toString().equals("t")));
            case S -> text(into);
            default -> {
                // raw bytes are what they are
            }
        }
        return type;
    }

    /** What {@link #read} gave, as the SDK has it. */
    static AttributeValue of(AttributeValue.Type type, ByteBuilder value) {
        return switch (type) {
            case S -> AttributeValue.fromS(value.toString());
            case N -> AttributeValue.fromN(value.toString());
            case B -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value.toByteArray()));
            case BOOL -> AttributeValue.fromBool(Boolean.valueOf(value.toString()));
            default -> throw new IllegalArgumentException("no column becomes " + type);
        };
    }

    private static AttributeValue.Type type(DataType type) {
        if (type.isBinary()) {
            return AttributeValue.Type.B;
        }
        return switch (type.kind()) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8, NUMERIC, REAL4, REAL8, YEAR ->
                AttributeValue.Type.N;
            case BOOLEAN -> AttributeValue.Type.BOOL;
            default -> AttributeValue.Type.S;
        };
    }

    /** What is no UTF-8 becomes the character that stands for what can't be read. */
    private static void text(ByteBuilder text) {
        if (!isAscii(text)) {
            replace(text, text.toString());
        }
    }

    private static boolean isAscii(ByteBuilder text) {
        byte[] bytes = text.array();
        for (int i = 0; i < text.size(); i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** What a key attribute of such a column is; a {@code BOOLEAN} can't be one, and counts as text. */
    public static ScalarAttributeType keyType(DataType type) {
        return switch (type(type)) {
            case B -> ScalarAttributeType.B;
            case N -> ScalarAttributeType.N;
            default -> ScalarAttributeType.S;
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
     * Makes a number's text what the service takes.
     *
     * @param columns where it comes from
     * @throws ReplicationException {@code TARGET_VALUE_REFUSED} if it is no number, or none that an attribute holds
     */
    static void number(String columns, ByteBuilder text) {
        if (isPlain(text)) {
            return;
        }
        try {
            BigDecimal number = new BigDecimal(text.toString()).stripTrailingZeros();
            int exponent = number.precision() - number.scale() - 1;
            boolean fits = number.precision() <= DIGITS
                    && (number.signum() == 0 || (exponent >= SMALLEST_EXPONENT && exponent <= LARGEST_EXPONENT));
            if (fits) {
                replace(text, number.toString());
                return;
            }
        } catch (NumberFormatException ignored) {
            // NaN and the infinities are no numbers here
        }
        throw new ReplicationException(
                ErrorCode.TARGET_VALUE_REFUSED,
                "column " + columns + " has a number that DynamoDB does not hold: more than " + DIGITS
                        + " digits, too large, too small, or none");
    }

    private static boolean isPlain(ByteBuilder text) {
        byte[] bytes = text.array();
        for (int i = 0; i < text.size(); i++) {
            byte character = bytes[i];
            if ((character < '0' || character > '9') && character != '.' && character != '-') {
                return false;
            }
        }
        return text.size() > 0 && text.size() <= SURELY_FITS;
    }

    private static void replace(ByteBuilder text, String other) {
        text.clear();
        text.append(other);
    }
}
