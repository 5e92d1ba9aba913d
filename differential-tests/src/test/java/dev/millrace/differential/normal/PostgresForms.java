package dev.millrace.differential.normal;

import dev.millrace.differential.debezium.DebeziumReader;
import dev.millrace.differential.workload.TestColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The normal form of PostgreSQL's values: the server's own text, but for the types listed in {@link #ofNative}, of which Debezium
 * tells less than the text or tells it in another way. Each of them says why at its method.
 */
public final class PostgresForms implements ValueForms {
    private static final Map<String, String> DOMAINS =
            Map.of("positive", "integer", "short_name", "varchar", "price", "numeric", "priced", "numeric");
    private static final Pattern NUMBER = Pattern.compile("-?(?:NaN|Infinity|[0-9.]+(?:[eE][+-]?[0-9]+)?)");

    private static final Set<String> NULL_UNFIT_ELEMENTS = Set.of("mood", "pair", "price");
    private static final String JAVA_ARRAY = "[Ljava.";
    private static final int INFINITE_DAY =
            (int) LocalDate.parse("-5877611-06-21").toEpochDay();
    private static final int NEGATIVE_INFINITE_DAY =
            (int) LocalDate.parse("-5877611-06-22").toEpochDay();

    @Override
    public String ofNative(TestColumn column, String canonical) {
        if (column.declaration().endsWith("[]")) {
            return array(column, canonical);
        }
        return switch (type(column)) {
            case "real" -> Float.toString(Float.parseFloat(canonical));
            case "double" -> Double.toString(Double.parseDouble(canonical));
            case "bit" -> significantBits(canonical);
            case "time" -> Long.toString(PostgresText.microsOfDay(canonical));
            case "timetz" -> atUtc(canonical);
            case "numeric" -> coarse(column, canonical);
            case "date" ->
                unlessInfinite(canonical, text -> PostgresText.date(text).toString());
            case "timestamp" -> unlessInfinite(canonical, text -> Long.toString(PostgresText.micros(text)));
            case "timestamptz" -> unlessInfinite(canonical, PostgresText::moment);
            case "interval" -> PostgresText.interval(canonical);
            case "point", "line", "lseg", "box", "path", "polygon", "circle" -> numbers(canonical);
            case "hstore" -> PostgresText.hstore(canonical).toString();
            default -> canonical;
        };
    }

    @Override
    public @Nullable String ofDebezium(TestColumn column, Schema schema, Object value) {
        if (isUnavailable(value)) {
            return null;
        }
        if (column.declaration().endsWith("[]")) {
            return elements(column, schema, (Collection<?>) value);
        }
        return switch (type(column)) {
            case "boolean" -> (Boolean) value ? "t" : "f";
            case "numeric", "money" -> coarse(column, number(text(value)));
            case "real" -> Float.toString((Float) value);
            case "double" -> Double.toString((Double) value);
            case "char" -> withoutPadding((String) value);
            case "bytea" -> HexFormat.of().formatHex(bytes(value));
            case "bit" -> bits(value);
            case "time" -> Long.toString(micros(schema, value));
            case "timetz" -> atUtc((String) value);
            case "date" -> date((Integer) value);
            case "timestamp" -> timestamp(micros(schema, value));
            case "timestamptz" -> unlessInfinite((String) value, PostgresForms::zonedMoment);
            case "interval" -> PostgresText.isoInterval((String) value);
            case "point" -> ((Struct) value).getFloat64("x") + " " + ((Struct) value).getFloat64("y");
            case "line", "lseg", "box", "path", "polygon", "circle" -> numbers(text(value));
            case "hstore" -> new TreeMap<>((Map<?, ?>) value).toString();
            default -> text(value);
        };
    }

    private static String type(TestColumn column) {
        return DOMAINS.getOrDefault(column.typeName(), column.typeName());
    }

    private static boolean isUnavailable(Object value) {
        Object one = value;
        if (value instanceof Collection<?> list && list.size() == 1) {
            one = list.iterator().next();
        }
        if (value instanceof Map<?, ?> map && map.size() == 1) {
            one = map.keySet().iterator().next();
        }
        if (value instanceof Collection<?> list && list.size() == DebeziumReader.UNAVAILABLE.length()) {
            return list.stream()
                    .map(number -> number instanceof Number code ? String.valueOf((char) code.intValue()) : "")
                    .reduce("", String::concat)
                    .equals(DebeziumReader.UNAVAILABLE);
        }
        return one instanceof String || one instanceof ByteBuffer || one instanceof byte[]
                ? text(one).equals(DebeziumReader.UNAVAILABLE)
                : false;
    }

    private static String text(Object value) {
        return value instanceof ByteBuffer || value instanceof byte[]
                ? new String(bytes(value), StandardCharsets.UTF_8)
                : value.toString();
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) value;
    }

    /** Debezium's words for numbers without end. */
    private static String number(String text) {
        return switch (text) {
            case "POSITIVE_INFINITY" -> "Infinity";
            case "NEGATIVE_INFINITY" -> "-Infinity";
            case "NAN" -> "NaN";
            default -> text;
        };
    }

    private static String unlessInfinite(String text, UnaryOperator<String> form) {
        return text.equals("infinity") || text.equals("-infinity") ? text : form.apply(text);
    }

    /** Debezium tells {@code char(n)} with its padding, which means nothing. */
    private static String withoutPadding(String text) {
        return text.replaceFirst(" +$", "");
    }

    /** Debezium takes the negative scale of {@code numeric(5,-2)} for a very large one, and prints as many zeros. */
    private static String coarse(TestColumn column, String number) {
        return column.declaration().contains(",-") && !number.equals("NaN")
                ? new BigDecimal(number).stripTrailingZeros().toPlainString()
                : number;
    }

    /** Debezium drops leading zeros of bits and then knows only their value. */
    private static String significantBits(String bits) {
        return bits.replaceFirst("^0+", "");
    }

    private static String bits(Object value) {
        if (value instanceof Boolean bit) {
            return bit ? "1" : "";
        }
        byte[] littleEndian = bytes(value);
        StringBuilder bits = new StringBuilder();
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            bits.append(String.format("%8s", Integer.toBinaryString(littleEndian[i] & 0xFF))
                    .replace(' ', '0'));
        }
        return significantBits(bits.toString());
    }

    /** Debezium tells times with a zone at UTC. */
    private static String atUtc(String text) {
        String padded = text.matches(".*[+-]\\d\\d") ? text + ":00" : text;
        return OffsetTime.parse(padded).withOffsetSameInstant(ZoneOffset.UTC).toString();
    }

    private static long micros(Schema schema, Object value) {
        long number = ((Number) value).longValue();
        String name = schema.name();
        return name.endsWith(".Time") || name.endsWith(".Timestamp") ? Math.multiplyExact(number, 1_000) : number;
    }

    /** Debezium tells infinite dates as the nearest that its own type can count to, or as what remains of it in 32 bits. */
    private static String date(int day) {
        if (day == INFINITE_DAY) {
            return "infinity";
        }
        return day == NEGATIVE_INFINITE_DAY
                ? "-infinity"
                : LocalDate.ofEpochDay(day).toString();
    }

    /** Debezium tells infinite timestamps by the driver's numbers. */
    private static String timestamp(long micros) {
        if (micros == PGStatement.DATE_POSITIVE_INFINITY) {
            return "infinity";
        }
        return micros == PGStatement.DATE_NEGATIVE_INFINITY ? "-infinity" : Long.toString(micros);
    }

    private static String zonedMoment(String iso) {
        OffsetDateTime moment = OffsetDateTime.parse(iso);
        return PostgresText.moment(moment.toEpochSecond(), moment.getNano() / 1_000);
    }

    /** Debezium prints coordinates as Java does, and has points as numbers. */
    private static String numbers(String text) {
        List<String> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(text);
        while (number.find()) {
            numbers.add(Double.toString(Double.parseDouble(number.group())));
        }
        return String.join(" ", numbers);
    }

    private static TestColumn element(TestColumn array) {
        return new TestColumn(array.name(), array.declaration().replace("[]", ""), List.of(), array.random());
    }

    /**
     * Debezium tells the arrays inside of an array as NULLs or as the names of Java objects, an array as NULL if it has a NULL or a NaN that the type
     * it gave to the elements can't hold, and times inside of arrays in milliseconds.
     */
    private String array(TestColumn column, String text) {
        TestColumn element = element(column);
        String elementType = element.declaration();
        int arrays = PostgresText.arraysInside(text);
        if (arrays > 0) {
            return Collections.nCopies(arrays, null).toString();
        }
        List<@Nullable String> elements = PostgresText.elements(text);
        if (elements.contains(null) && NULL_UNFIT_ELEMENTS.contains(elementType)
                || elements.contains("NaN") && elementType.startsWith("numeric")) {
            return NormalRow.NULL;
        }
        List<@Nullable String> normal = new ArrayList<>();
        for (String one : elements) {
            normal.add(one == null ? null : elementForm(element, one));
        }
        return normal.toString();
    }

    private String elementForm(TestColumn element, String text) {
        return switch (type(element)) {
            case "bytea" -> text.substring("\\x".length());
            case "char" -> withoutPadding(text);
            case "time" -> Long.toString(PostgresText.microsOfDay(text) / 1_000 * 1_000);
            default -> ofNative(element, text);
        };
    }

    private String elements(TestColumn column, Schema schema, Collection<?> elements) {
        List<@Nullable String> normal = new ArrayList<>();
        for (Object one : elements) {
            boolean isArray = one instanceof String text && text.startsWith(JAVA_ARRAY);
            normal.add(one == null || isArray ? null : ofDebezium(element(column), schema.valueSchema(), one));
        }
        return normal.toString();
    }
}
