package dev.millrace.differential.normal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.differential.workload.TestColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The normal form of the values of MySQL and MariaDB: the canonical text, but for the types listed in {@link #ofNative}, of which
 * Debezium tells less than the text or tells it in another way. Each of them says why at its method.
 */
public final class MySqlForms implements ValueForms {
    private static final Pattern TIME = Pattern.compile("(-?)(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?");
    private static final String FIRST_TIMESTAMP = "1970-01-01 00:00:00";

    /** Debezium has labels from the server's dictionary, which prints no characters of four bytes. */
    private static final String SUPPLEMENTARY = "[\\x{10000}-\\x{10FFFF}]";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    @Override
    public String ofNative(TestColumn column, String canonical) {
        return switch (column.typeName()) {
            case "float" -> Float.toString(Float.parseFloat(canonical));
            case "double" -> Double.toString(Double.parseDouble(canonical));
            case "date" -> unlessUnreal(canonical, text -> LocalDate.parse(text).toString());
            case "datetime" -> unlessUnreal(canonical, MySqlForms::dateTime);
            case "timestamp" -> timestamp(canonical.replace("+00", ""));
            case "enum", "set" -> canonical.replaceAll(SUPPLEMENTARY, "?");
            case "time" -> time(canonical);
            case "json" -> json(canonical);
            default -> withoutByteOrderMark(column, canonical);
        };
    }

    @Override
    public @Nullable String ofDebezium(TestColumn column, Schema schema, Object value) {
        return switch (column.typeName()) {
            case "float" -> Float.toString(((Number) value).floatValue());
            case "double" -> Double.toString((Double) value);
            case "bit" -> bits(column, value);
            case "year" -> year((Integer) value);
            case "date" -> LocalDate.ofEpochDay((Integer) value).toString();
            case "datetime" -> moment(schema, (Long) value);
            case "timestamp" ->
                OffsetDateTime.parse((String) value)
                        .atZoneSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .toString();
            case "time" -> value + " µs";
            case "json" -> json((String) value);
            default -> value instanceof Struct shape ? geometry(shape) : text(value);
        };
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof ByteBuffer || value instanceof byte[]
                ? HexFormat.of().formatHex(bytes(value))
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

    /** Debezium tells bits as bytes, the least first. */
    private static String bits(TestColumn column, Object value) {
        if (value instanceof Boolean bit) {
            return bit ? "1" : "0";
        }
        int width = Integer.parseInt(column.declaration().replaceAll("\\D", ""));
        byte[] littleEndian = bytes(value);
        StringBuilder bits = new StringBuilder();
        for (int i = width - 1; i >= 0; i--) {
            bits.append(i / 8 < littleEndian.length ? littleEndian[i / 8] >> i % 8 & 1 : 0);
        }
        return bits.toString();
    }

    /** Debezium tells dates with a year, month or day of zero as NULL. */
    private static String unlessUnreal(String text, UnaryOperator<String> form) {
        boolean unreal = text.startsWith("0000-") || text.startsWith("00-", 5) || text.startsWith("00", 8);
        return unreal ? NormalRow.NULL : form.apply(text);
    }

    /** Debezium tells the zero timestamp as the second before the first that the type has. */
    private static String timestamp(String text) {
        return dateTime(text.startsWith("0000-") ? FIRST_TIMESTAMP : text);
    }

    /** Debezium tells the year zero as 1900, which is none of the years that the type has. */
    private static String year(int year) {
        return year == 1900 ? "0000" : Integer.toString(year);
    }

    /** Debezium takes the first character of UTF-16 or UTF-32 for a byte order mark, if it is one; for the server it is text. */
    private static String withoutByteOrderMark(TestColumn column, String text) {
        return column.declaration().contains("character set utf16")
                        || column.declaration().contains("character set utf32")
                ? text.replaceFirst("^\ufeff", "")
                : text;
    }

    private static String dateTime(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T')).toString();
    }

    /** Debezium tells times of the day and dates with them as a number of some unit. */
    private static String moment(Schema schema, long number) {
        long micros = schema.name().endsWith(".Timestamp") ? number * 1_000 : number;
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000),
                        (int) Math.floorMod(micros, 1_000_000L) * 1_000,
                        ZoneOffset.UTC)
                .toString();
    }

    private static String time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException("not a time: " + text);
        }
        String fraction = time.group(5) == null ? "0" : time.group(5);
        long micros = Long.parseLong((fraction + "000000").substring(0, 6))
                + 1_000_000 * (Long.parseLong(time.group(4)) + 60 * Long.parseLong(time.group(3)))
                + 3_600_000_000L * Long.parseLong(time.group(2));
        return (time.group(1).isEmpty() ? micros : -micros) + " µs";
    }

    /** The bytes as the server prints them: the SRID, then WKB. */
    private static String geometry(Struct shape) {
        Integer srid = shape.getInt32("srid");
        ByteBuffer prefix = ByteBuffer.allocate(4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        prefix.putInt(srid == null ? 0 : srid);
        return HexFormat.of().formatHex(prefix.array()) + HexFormat.of().formatHex(bytes(shape.getBytes("wkb")));
    }

    /** Debezium prints JSON without blanks, and numbers and opaque values in its own way; so the values are compared. */
    private static String json(String text) {
        try {
            return plain(JSON.readTree(text)).toString();
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            List<Object> elements = new ArrayList<>();
            node.forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (node.isNumber()) {
            return number(node.decimalValue());
        }
        return node.toString().replaceFirst("^\"base64:type\\d+:", "\"");
    }

    /** A binary floating point number has many decimal texts, of which Debezium takes the longest. */
    private static String number(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() <= 0 && shortest.precision() - shortest.scale() <= 20
                ? shortest.toPlainString()
                : Double.toString(shortest.doubleValue());
    }
}
