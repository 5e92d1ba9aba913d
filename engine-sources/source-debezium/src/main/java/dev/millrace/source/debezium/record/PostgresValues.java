package dev.millrace.source.debezium.record;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Values of PostgreSQL as its connector tells them. What the connector tells only in part is refused at start, not here. */
public final class PostgresValues {
    private static final long POSITIVE_INFINITY_MICROSECONDS = 9_223_372_036_825_200_000L;
    private static final long NEGATIVE_INFINITY_MICROSECONDS = -9_223_372_036_832_400_000L;

    /** What remains of infinite dates in 32 bits of days; no date of PostgreSQL lies there. */
    private static final int POSITIVE_INFINITY_DAY = -2_147_472_692;

    private static final String INFINITY = "infinity";
    private static final Set<String> TOLD_IN_PART =
            Set.of("hstore", "point", "line", "lseg", "box", "path", "polygon", "circle");

    private PostgresValues() {}

    /**
     * Whether every value of the column can be had back from what the connector tells. It tells of nested arrays that they are there, of
     * {@code varbit} not how many zeros it begins with, of {@code timetz} not the zone, and numbers with a point in Java's notation.
     */
    public static boolean areToldWhole(ColumnSchema column) {
        return switch (column.type().kind()) {
            case ARRAY, TIME_TZ, INTERVAL, GEOMETRY -> false;
            case BIT ->
                column.type().length() > 0
                        && !column.nativeType().toLowerCase(Locale.ROOT).contains("var");
            case OTHER -> !TOLD_IN_PART.contains(simpleName(column.nativeType()));
            default -> true;
        };
    }

    private static String simpleName(String nativeType) {
        return nativeType.substring(nativeType.lastIndexOf('.') + 1).replace("\"", "");
    }

    /** The way of a column's values into rows. */
    public static ValueWriter writer(ColumnSchema column, Schema field) {
        if (column.wire().name().equals("postgres-hex")) {
            return (value, out) -> Bytes.appendHex(value, out);
        }
        return switch (column.type().kind()) {
            case BOOLEAN -> (value, out) -> out.append((Boolean) value ? 't' : 'f');
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 ->
                (value, out) -> out.appendDecimal(((Number) value).longValue());
            case NUMERIC -> (value, out) -> out.append(number(value.toString()));
            case REAL4, REAL8 -> (value, out) -> out.append(Texts.real(value.toString()));
            case BIT -> bits((int) column.type().length());
            case DATE -> (value, out) -> date((Integer) value, out);
            case TIME -> time(field);
            case DATETIME -> timestamp(field);
            case TIMESTAMP_TZ -> (value, out) -> moment((String) value, out);
            default -> PostgresValues::text;
        };
    }

    private static void text(Object value, ByteBuilder out) {
        if (value instanceof String text) {
            out.append(text.getBytes(UTF_8));
        } else {
            Bytes.append(value, out);
        }
    }

    private static String number(String text) {
        char last = text.charAt(text.length() - 1);
        return last >= '0' && last <= '9' ? text : special(text);
    }

    private static String special(String text) {
        return switch (text) {
            case "POSITIVE_INFINITY" -> "Infinity";
            case "NEGATIVE_INFINITY" -> "-Infinity";
            case "NAN", "NOT_A_NUMBER" -> "NaN";
            default -> text;
        };
    }

    private static ValueWriter bits(int width) {
        return (value, out) -> {
            if (value instanceof Boolean bit) {
                out.append(bit ? '1' : '0');
            } else {
                Bytes.appendBits(value, width, out);
            }
        };
    }

    private static void date(int day, ByteBuilder out) {
        if (day == POSITIVE_INFINITY_DAY || day == POSITIVE_INFINITY_DAY + 1) {
            out.append(day == POSITIVE_INFINITY_DAY ? INFINITY : "-" + INFINITY);
        } else {
            boolean before = Texts.date(day, out);
            out.append(before ? Texts.BEFORE_CHRIST : "");
        }
    }

    private static ValueWriter time(Schema field) {
        long unit = Texts.microseconds(field);
        return (value, out) -> Texts.time(((Number) value).longValue() * unit, out);
    }

    private static ValueWriter timestamp(Schema field) {
        long unit = Texts.microseconds(field);
        return (value, out) -> {
            long number = ((Number) value).longValue() * unit;
            if (number == POSITIVE_INFINITY_MICROSECONDS || number == NEGATIVE_INFINITY_MICROSECONDS) {
                out.append(number > 0 ? INFINITY : "-" + INFINITY);
            } else {
                boolean before = Texts.timestamp(number, out);
                out.append(before ? Texts.BEFORE_CHRIST : "");
            }
        };
    }

    private static void moment(String text, ByteBuilder out) {
        if (text.endsWith(INFINITY)) {
            out.append(text);
            return;
        }
        OffsetDateTime moment = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        boolean before = Texts.timestamp(
                Math.addExact(Math.multiplyExact(moment.toEpochSecond(), 1_000_000L), moment.getNano() / 1_000), out);
        out.append("+00").append(before ? Texts.BEFORE_CHRIST : "");
    }
}
