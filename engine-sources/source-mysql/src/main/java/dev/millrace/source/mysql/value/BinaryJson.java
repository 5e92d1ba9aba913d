package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes MySQL's binary JSON as the text that the server itself prints for it. One object writes one document.
 */
final class BinaryJson {
    private static final int SMALL_OBJECT = 0;
    private static final int LARGE_OBJECT = 1;
    private static final int SMALL_ARRAY = 2;
    private static final int LARGE_ARRAY = 3;
    private static final int LITERAL = 4;
    private static final int INT16 = 5;
    private static final int UINT16 = 6;
    private static final int INT32 = 7;
    private static final int UINT32 = 8;
    private static final int INT64 = 9;
    private static final int UINT64 = 10;
    private static final int DOUBLE = 11;
    private static final int STRING = 12;
    private static final int OPAQUE = 15;

    private static final String[] LITERALS = {"null", "true", "false"};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final ByteBuilder out;

    private BinaryJson(byte[] bytes, ByteBuilder out) {
        this.bytes = bytes;
        this.out = out;
    }

    /** Appends the document; no bytes at all stand for {@code null}, as on the server. */
    static void append(byte[] bytes, int start, int length, ByteBuilder out) {
        if (length == 0) {
            out.append(LITERALS[0]);
            return;
        }
        appendValue(bytes, LittleEndian.uint1(bytes, start), start + 1, out);
    }

    /** Appends a value of a document. */
    static void appendValue(byte[] bytes, int type, int at, ByteBuilder out) {
        new BinaryJson(bytes, out).value(type, at);
    }

    /** Appends a key as it stands in the text, in quotes. */
    static void appendKey(byte[] key, ByteBuilder out) {
        new BinaryJson(key, out).quoted(0, key.length);
    }

    private void value(int type, int at) {
        switch (type) {
            case SMALL_OBJECT, LARGE_OBJECT, SMALL_ARRAY, LARGE_ARRAY -> container(JsonContainer.at(bytes, type, at));
            case LITERAL -> out.append(LITERALS[LittleEndian.uint1(bytes, at)]);
            case INT16 -> out.appendDecimal((short) LittleEndian.uint2(bytes, at));
            case UINT16 -> out.appendDecimal(LittleEndian.uint2(bytes, at));
            case INT32 -> out.appendDecimal(LittleEndian.int4(bytes, at));
            case UINT32 -> out.appendDecimal(LittleEndian.uint4(bytes, at));
            case INT64 -> out.appendDecimal(LittleEndian.int8(bytes, at));
            case UINT64 -> NumberDecoders.appendUnsigned(LittleEndian.int8(bytes, at), out);
            case DOUBLE -> number(Double.longBitsToDouble(LittleEndian.int8(bytes, at)));
            case STRING -> string(at);
            case OPAQUE -> opaque(at);
            default -> throw new IllegalArgumentException("unknown JSON type " + type);
        }
    }

    private void container(JsonContainer container) {
        int count = container.count();
        boolean isObject = container.isObject();
        out.append(isObject ? '{' : '[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(',').append(' ');
            }
            if (isObject) {
                quoted(container.keyStart(i), container.keyLength(i));
                out.append(':').append(' ');
            }
            value(container.type(i), container.valueStart(i));
        }
        out.append(isObject ? '}' : ']');
    }

    private void number(double value) {
        int first = out.size();
        ShortestDecimal.append(value, Notation.MYSQL, out);
        for (int i = first; i < out.size(); i++) {
            byte c = out.array()[i];
            if (c == '.' || c == 'e') {
                return;
            }
        }
        out.append(".0");
    }

    private void string(int at) {
        int start = at;
        int length = variableLength(at);
        while (bytes[start] < 0) {
            start++;
        }
        quoted(start + 1, length);
    }

    private int variableLength(int at) {
        int length = 0;
        int shift = 0;
        int position = at;
        do {
            length |= (bytes[position] & 0x7F) << shift;
            shift += 7;
        } while (bytes[position++] < 0);
        return length;
    }

    private void quoted(int start, int length) {
        out.append('"');
        int run = start;
        for (int i = start; i < start + length; i++) {
            byte c = bytes[i];
            if ((c >= 0x20 && c != '"' && c != '\\') || c < 0) {
                continue;
            }
            out.append(bytes, run, i - run);
            run = i + 1;
            escape(c);
        }
        out.append(bytes, run, start + length - run);
        out.append('"');
    }

    private void escape(byte c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
    }

    /** A value of an SQL type that JSON does not have. */
    private void opaque(int at) {
        int type = LittleEndian.uint1(bytes, at);
        int length = variableLength(at + 1);
        int start = at + 1;
        while (bytes[start] < 0) {
            start++;
        }
        start++;
        switch (type) {
            case ColumnTypes.NEWDECIMAL ->
                BinaryDecimal.append(
                        bytes, start + 2, LittleEndian.uint1(bytes, start), LittleEndian.uint1(bytes, start + 1), out);
            case ColumnTypes.DATE -> {
                out.append('"');
                date(LittleEndian.int8(bytes, start) >> 24);
                out.append('"');
            }
            case ColumnTypes.TIME -> {
                out.append('"');
                time(LittleEndian.int8(bytes, start));
                out.append('"');
            }
            case ColumnTypes.DATETIME, ColumnTypes.TIMESTAMP -> {
                out.append('"');
                long packed = LittleEndian.int8(bytes, start);
                date(packed >> 24);
                out.append(' ');
                long seconds = (packed >> 24) & 0x1FFFF;
                TemporalText.time((int) (seconds >> 12), (int) ((seconds >> 6) & 63), (int) (seconds & 63), out);
                TemporalText.fraction((int) (packed & 0xFFFFFF), 6, out);
                out.append('"');
            }
            default -> {
                out.append("\"base64:type").appendDecimal(type).append(':');
                byte[] raw = java.util.Arrays.copyOfRange(bytes, start, start + length);
                out.append(Base64.getEncoder().encode(raw)).append('"');
            }
        }
    }

    private void date(long packed) {
        int days = (int) (packed >> 17);
        int months = days >> 5;
        TemporalText.date(months / 13, months % 13, days & 31, out);
    }

    private void time(long packed) {
        long magnitude = packed;
        if (packed < 0) {
            out.append('-');
            magnitude = -packed;
        }
        int whole = (int) (magnitude >> 24);
        TemporalText.time((whole >> 12) & 0x3FF, (whole >> 6) & 63, whole & 63, out);
        TemporalText.fraction((int) (magnitude & 0xFFFFFF), 6, out);
    }
}
