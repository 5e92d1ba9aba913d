package dev.millrace.sink.mysql.encode;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Writes the values of one column: as fields of a {@code LOAD DATA} in character set {@code binary} with tabulators, line feeds and
 * backslash escapes, as literals to be stored, and as literals to be compared with. Not thread-safe: it keeps a scratch buffer.
 *
 * <p>A value that the target column would alter without telling is refused here; the rest is left to the server, whose warnings the
 * sink treats as refusals.
 */
public final class ColumnEncoder {
    private static final byte[] NULL_FIELD = {'\\', 'N'};
    private static final byte[] NULL_LITERAL = {'N', 'U', 'L', 'L'};
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final int ordinal;
    private final ColumnSchema source;
    private final TargetColumn target;
    private final String where;
    private final ValueForm form;
    private final boolean canonical;
    private final boolean dated;
    private final ByteBuilder scratch = new ByteBuilder(64);
    private final ByteBuilder formed = new ByteBuilder(64);

    /**
     * An encoder for one column.
     *
     * @param ordinal where the column stands in rows
     * @param source the wanted column, which tells the form of values
     * @param target the column that takes them
     * @param table for messages
     */
    public ColumnEncoder(int ordinal, ColumnSchema source, TargetColumn target, String table) {
        this.ordinal = ordinal;
        this.source = source;
        this.target = target;
        this.where = "column " + target.name() + " of table " + table;
        this.form = ValueForm.of(source.type(), target.type());
        this.canonical = source.wire().isCanonical();
        this.dated = target.type().kind() != Kind.TIME;
    }

    public int ordinal() {
        return ordinal;
    }

    public TargetColumn target() {
        return target;
    }

    /** Whether values are sent as raw bytes. */
    public boolean isBinary() {
        return form == ValueForm.BYTES;
    }

    /**
     * Whether {@code column = literal} and {@code column IN (literal, …)} find exactly the row through an index. Not so for text in
     * another character set than Unicode: the server refuses to compare it with a character that the set lacks.
     */
    public boolean isPlainlyComparable() {
        boolean unicode =
                target.characterSet().map(name -> name.startsWith("utf8")).orElse(true);
        return Comparison.isPlain(target) && (unicode || source.type().kind() == Kind.UUID);
    }

    /** Appends a field, without the separator behind it. An absent value counts as NULL. */
    public void appendField(Row row, ByteBuilder out) {
        int length = row.length(ordinal);
        if (length < 0) {
            out.append(NULL_FIELD);
            return;
        }
        byte[] data = row.data();
        int offset = row.offset(ordinal);
        if (!canonical) {
            scratch.clear();
            source.wire().writeCanonical(data, offset, length, scratch);
            data = scratch.array();
            offset = 0;
            length = scratch.size();
        }
        if (isCopied(data, offset, length)) {
            appendEscapedField(data, offset, length, out);
        } else {
            appendFormed(data, offset, length, out);
        }
    }

    /** Appends a literal to be stored in the column. Numbers are quoted, so that they are not rounded on the way. */
    public void appendLiteral(Row row, ByteBuilder out) {
        if (row.length(ordinal) < 0) {
            out.append(NULL_LITERAL);
            return;
        }
        form(row);
        if (form == ValueForm.BYTES) {
            appendHexLiteral(formed, out);
        } else if (target.type().kind() == Kind.BIT) {
            out.append(formed.array(), 0, formed.size());
        } else {
            appendQuoted(formed, out);
        }
    }

    /** Appends a literal that the column, read as {@link Comparison} says, can be compared with exactly. */
    public void appendComparable(Row row, ByteBuilder out) {
        if (row.length(ordinal) < 0) {
            out.append(NULL_LITERAL);
            return;
        }
        form(row);
        switch (form) {
            case BYTES -> appendHexLiteral(formed, out);
            case NUMBER, BOOLEAN, BITS -> appendComparableNumber(out);
            default -> appendQuoted(formed, out);
        }
    }

    /** How many bytes the value has once it is formed, about; 0 if NULL or absent. */
    public int formedLength(Row row) {
        int length = row.length(ordinal);
        if (length <= 0) {
            return 0;
        }
        if (canonical) {
            return length;
        }
        scratch.clear();
        source.wire().writeCanonical(row.data(), row.offset(ordinal), length, scratch);
        return scratch.size();
    }

    private void form(Row row) {
        byte[] data = row.data();
        int offset = row.offset(ordinal);
        int length = row.length(ordinal);
        if (!canonical) {
            scratch.clear();
            source.wire().writeCanonical(data, offset, length, scratch);
            data = scratch.array();
            offset = 0;
            length = scratch.size();
        }
        formed.clear();
        if (isCopied(data, offset, length)) {
            formed.append(data, offset, length);
        } else {
            appendFormed(data, offset, length, formed);
        }
    }

    /** Whether the value is taken as it is, but for escapes. */
    private boolean isCopied(byte[] data, int offset, int length) {
        if (form == ValueForm.JSON && !JsonNumbers.survive(data, offset, length)) {
            throw refused("has a number that MySQL would round");
        }
        return form == ValueForm.TEXT || form == ValueForm.BYTES || form == ValueForm.JSON;
    }

    private void appendFormed(byte[] data, int offset, int length, ByteBuilder out) {
        switch (form) {
            case NUMBER -> appendNumber(data, offset, length, out);
            case BOOLEAN -> out.append(data[offset] == 't' ? '1' : '0');
            case BITS -> appendBits(data, offset, length, out);
            default -> appendTemporal(data, offset, length, out);
        }
    }

    private void appendNumber(byte[] data, int offset, int length, ByteBuilder out) {
        for (int i = offset; i < offset + length; i++) {
            byte character = data[i];
            boolean numeric = (character >= '0' && character <= '9')
                    || character == '-'
                    || character == '.'
                    || character == 'e'
                    || character == 'E'
                    || character == '+';
            if (!numeric) {
                throw refused("is not a number that MySQL can hold");
            }
        }
        if (length == 0) {
            throw refused("is not a number that MySQL can hold");
        }
        out.append(data, offset, length);
    }

    private void appendBits(byte[] data, int offset, int length, ByteBuilder out) {
        if (length > Long.SIZE) {
            throw refused("has " + length + " bits, and MySQL holds 64");
        }
        long bits = 0;
        for (int i = offset; i < offset + length; i++) {
            bits = (bits << 1) | (data[i] - '0');
        }
        out.append(Long.toUnsignedString(bits));
    }

    private void appendTemporal(byte[] data, int offset, int length, ByteBuilder out) {
        String problem =
                TemporalText.append(data, offset, length, dated, target.type().scale(), out);
        if (problem != null) {
            throw refused(problem);
        }
    }

    private void appendComparableNumber(ByteBuilder out) {
        switch (target.type().kind()) {
            // a FLOAT is widened for the comparison, so it equals the widened value and not the decimal text
            case REAL4 -> out.append(new BigDecimal(Float.parseFloat(formed.toString())).toString());
            case REAL8 -> out.append(formed.array(), 0, formed.size());
            default -> {
                out.append(formed.array(), 0, formed.size());
                return;
            }
        }
        if (!endsWithExponent(out)) {
            out.append("e0");
        }
    }

    private static boolean endsWithExponent(ByteBuilder out) {
        for (int i = out.size() - 1; i >= 0; i--) {
            byte character = out.array()[i];
            if (character == 'e' || character == 'E') {
                return true;
            }
            boolean numeric = (character >= '0' && character <= '9') || character == '-' || character == '+';
            if (!numeric) {
                return false;
            }
        }
        return false;
    }

    private static void appendEscapedField(byte[] data, int offset, int length, ByteBuilder out) {
        out.ensure(2 * length);
        byte[] escaped = out.array();
        int at = out.size();
        int start = at;
        for (int i = offset; i < offset + length; i++) {
            byte value = data[i];
            if ((value > '\n' && value != '\\') || value < 0) {
                escaped[at++] = value;
                continue;
            }
            byte letter = escape(value);
            if (letter != 0) {
                escaped[at++] = '\\';
                escaped[at++] = letter;
            } else {
                escaped[at++] = value;
            }
        }
        out.advance(at - start);
    }

    private static byte escape(byte value) {
        return switch (value) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\t' -> 't';
            case 0 -> '0';
            default -> 0;
        };
    }

    private static void appendQuoted(ByteBuilder value, ByteBuilder out) {
        int length = value.size();
        byte[] data = value.array();
        out.ensure(2 * length + 2);
        out.append('\'');
        for (int i = 0; i < length; i++) {
            byte character = data[i];
            if (character == '\'' || character == '\\') {
                out.append('\\').append(character);
            } else if (character == 0) {
                out.append('\\').append('0');
            } else {
                out.append(character);
            }
        }
        out.append('\'');
    }

    private static void appendHexLiteral(ByteBuilder value, ByteBuilder out) {
        int length = value.size();
        byte[] data = value.array();
        out.ensure(2 * length + 3);
        out.append('x').append('\'');
        for (int i = 0; i < length; i++) {
            out.append(HEX[(data[i] >> 4) & 15]).append(HEX[data[i] & 15]);
        }
        out.append('\'');
    }

    private ReplicationException refused(String problem) {
        return new ReplicationException(
                ErrorCode.TARGET_VALUE_REFUSED,
                where + " (" + target.schema().nativeType() + ") can't hold a value of source type "
                        + source.nativeType() + ": it " + problem);
    }
}
