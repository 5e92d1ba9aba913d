package dev.millrace.source.oracle.catalogue;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.spi.EndpointSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The engine-neutral types of Oracle's. They hold every value exactly, where DMS takes binary floating point for {@code FLOAT} and for a negative
 * scale; {@code NUMBER} without precision is what {@code NumberDatatypeScale} says, and unbounded if it says nothing. Thread-safe.
 */
public final class ColumnTypes {
    private static final Pattern FRACTION = Pattern.compile("\\((\\d+)\\)");
    private static final int AS_REAL = -1;
    private static final int AS_TEXT = -2;
    private static final int UNBOUNDED = -3;
    private static final int DIGITS = 38;
    private static final int NUMBER_TEXT = 200;
    private static final int ROWID_TEXT = 4000;

    private final int numberScale;

    /** @throws ReplicationException {@code SETTING_INVALID} */
    public ColumnTypes(EndpointSettings settings) {
        numberScale = settings.text("NumberDatatypeScale").isPresent()
                ? settings.number("NumberDatatypeScale", 0, AS_TEXT, DIGITS)
                : UNBOUNDED;
    }

    /**
     * The type of a column.
     *
     * @param declared {@code DATA_TYPE} of {@code ALL_TAB_COLS}
     * @param length in characters for texts, else in bytes
     * @param precision -1 if there is none
     * @param scale null if there is none
     */
    DataType of(String declared, long length, int precision, @org.jspecify.annotations.Nullable Integer scale) {
        String plain = FRACTION.matcher(declared).replaceAll("");
        return switch (plain) {
            case "NUMBER" -> number(precision, scale);
            case "FLOAT" -> DataType.of(Kind.NUMERIC);
            case "BINARY_FLOAT" -> DataType.of(Kind.REAL4);
            case "BINARY_DOUBLE" -> DataType.of(Kind.REAL8);
            case "CHAR", "VARCHAR2", "NCHAR", "NVARCHAR2" -> DataType.ofLength(Kind.STRING, length);
            case "DATE" -> DataType.of(Kind.DATETIME);
            case "TIMESTAMP" -> DataType.ofScale(Kind.DATETIME, fraction(declared));
            case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" ->
                DataType.ofScale(Kind.TIMESTAMP_TZ, fraction(declared));
            case "INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND" -> DataType.of(Kind.INTERVAL);
            case "RAW" -> DataType.ofLength(Kind.BYTES, length);
            case "CLOB", "NCLOB", "LONG" -> DataType.of(Kind.CLOB);
            case "BLOB", "LONG RAW" -> DataType.of(Kind.BLOB);
            case "XMLTYPE" -> DataType.of(Kind.XML);
            case "ROWID", "UROWID" -> DataType.ofLength(Kind.STRING, ROWID_TEXT);
            default -> DataType.of(Kind.OTHER);
        };
    }

    private DataType number(int precision, @org.jspecify.annotations.Nullable Integer scale) {
        if (precision < 0 && scale == null) {
            return switch (numberScale) {
                case UNBOUNDED -> DataType.of(Kind.NUMERIC);
                case AS_REAL -> DataType.of(Kind.REAL8);
                case AS_TEXT -> DataType.ofLength(Kind.STRING, NUMBER_TEXT);
                default -> DataType.numeric(DIGITS, numberScale);
            };
        }
        int digits = precision < 0 ? DIGITS : precision;
        int fraction = scale == null ? 0 : scale;
        if (fraction < 0) {
            return whole(digits - fraction);
        }
        return fraction == 0 ? whole(digits) : DataType.numeric(Math.max(digits, fraction), fraction);
    }

    private static DataType whole(int digits) {
        if (digits <= 2) {
            return DataType.of(Kind.INT1);
        }
        if (digits <= 4) {
            return DataType.of(Kind.INT2);
        }
        if (digits <= 9) {
            return DataType.of(Kind.INT4);
        }
        return digits <= 18 ? DataType.of(Kind.INT8) : DataType.numeric(digits, 0);
    }

    private static int fraction(String declared) {
        Matcher digits = FRACTION.matcher(declared);
        return digits.find() ? Integer.parseInt(digits.group(1)) : 6;
    }
}
