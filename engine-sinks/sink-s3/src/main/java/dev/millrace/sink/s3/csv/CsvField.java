package dev.millrace.sink.s3.csv;

import dev.millrace.model.ByteBuilder;
import java.nio.charset.StandardCharsets;

/**
 * Writes fields as DMS does: a value that holds a quote, the delimiter, a carriage return or a row's end is quoted and its quotes are doubled, if {@code
 * Rfc4180} says so; others stand as they are. One pass over the bytes, no text is made.
 */
final class CsvField {
    private static final byte QUOTE = '"';

    private final byte[] delimiter;
    private final byte[] rowDelimiter;
    private final byte[] nullValue;
    private final boolean quotes;

    /** Whether a byte is, or may begin, what has to be quoted. */
    private final boolean[] suspect = new boolean[1 << Byte.SIZE];

    CsvField(String delimiter, String rowDelimiter, String nullValue, boolean quotes) {
        this.delimiter = delimiter.getBytes(StandardCharsets.UTF_8);
        this.rowDelimiter = rowDelimiter.getBytes(StandardCharsets.UTF_8);
        this.nullValue = nullValue.getBytes(StandardCharsets.UTF_8);
        this.quotes = quotes;
        suspect[QUOTE] = true;
        suspect['\r'] = true;
        suspect['\n'] = true;
        suspect(this.delimiter);
        suspect(this.rowDelimiter);
    }

    private void suspect(byte[] text) {
        if (text.length > 0) {
            suspect[text[0] & 0xff] = true;
        }
    }

    /** Bytes that a field is looked at for before it is copied as it is; the caller's own. */
    boolean[] suspects() {
        return quotes ? suspect.clone() : new boolean[suspect.length];
    }

    /** Whether a field is quoted only because it would be taken for NULL. */
    boolean readsLikeNull(byte[] value, int offset, int length) {
        return quotes && length == nullValue.length && startsWith(value, offset, offset + length, nullValue);
    }

    /** Whether both delimiters are single bytes. */
    boolean hasSingleDelimiters() {
        return delimiter.length == 1 && rowDelimiter.length == 1;
    }

    /** The first byte of what stands between fields. */
    byte delimiter() {
        return delimiter[0];
    }

    /** The first byte of what ends a row. */
    byte rowEnd() {
        return rowDelimiter[0];
    }

    void appendDelimiter(ByteBuilder out) {
        out.append(delimiter);
    }

    void appendRowEnd(ByteBuilder out) {
        out.append(rowDelimiter);
    }

    void appendNull(ByteBuilder out) {
        out.append(nullValue);
    }

    void append(String text, ByteBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        append(bytes, 0, bytes.length, out);
    }

    /** @param value the field's text; a value that reads like {@code CsvNullValue} is quoted, so that it is told from NULL */
    void append(byte[] value, int offset, int length, ByteBuilder out) {
        if (!quotes || !needsQuotes(value, offset, length)) {
            out.append(value, offset, length);
            return;
        }
        out.append(QUOTE);
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            if (value[i] == QUOTE) {
                out.append(value, from, i + 1 - from).append(QUOTE);
                from = i + 1;
            }
        }
        out.append(value, from, end - from).append(QUOTE);
    }

    private boolean needsQuotes(byte[] value, int offset, int length) {
        if (readsLikeNull(value, offset, length)) {
            return true;
        }
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (suspect[value[i] & 0xff] && breaksField(value, i, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean breaksField(byte[] value, int at, int end) {
        return value[at] == QUOTE
                || value[at] == '\r'
                || value[at] == '\n'
                || startsWith(value, at, end, delimiter)
                || startsWith(value, at, end, rowDelimiter);
    }

    private static boolean startsWith(byte[] value, int at, int end, byte[] text) {
        if (end - at < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (value[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
