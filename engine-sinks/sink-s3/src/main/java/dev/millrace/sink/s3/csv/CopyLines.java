package dev.millrace.sink.s3.csv;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.UnparsedRows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns lines of PostgreSQL's {@code COPY} in text format into lines of CSV in one pass: most fields need nothing but another delimiter. Belongs
 * to one thread.
 */
final class CopyLines implements UnparsedRows {
    static final BulkFormat FORMAT = new BulkFormat("postgres-copy-text");

    private final TableSchema table;
    private final CsvField field;
    private final CsvValues values;
    private final boolean[] plain;
    private final int last;

    /** Whether a row whose fields are all plain can be copied at once. */
    private final boolean copies;

    /** Where the fields of a row end. */
    private final int[] ends;

    /** Whether a byte ends a field, or keeps it from being copied as it is. */
    private final boolean[] special;

    private final ByteBuilder leading = new ByteBuilder();
    private final ByteBuilder unescaped = new ByteBuilder();

    CopyLines(TableSchema table, CsvField field, CsvValues values) {
        this.table = table;
        this.field = field;
        this.values = values;
        this.plain = new boolean[table.columnCount()];
        for (int column = 0; column < plain.length; column++) {
            plain[column] = values.isPlain(column);
        }
        this.last = plain.length - 1;
        this.ends = new int[plain.length];
        this.copies =
                field.hasSingleDelimiters() && IntStream.range(0, plain.length).allMatch(values::isPlain);
        this.special = field.suspects();
        special['\t'] = true;
        special['\n'] = true;
        special['\\'] = true;
    }

    /** Whether such lines hold all that a row of CSV does: generated columns are not in them. */
    static boolean hold(TableSchema table) {
        return table.columnCount() > 0 && table.columns().stream().noneMatch(column -> column.fill() == Fill.GENERATED);
    }

    @Override
    public void begin(List<String> fields) {
        leading.clear();
        for (String text : fields) {
            field.append(text, leading);
            field.appendDelimiter(leading);
        }
    }

    @Override
    public int append(byte[] lines, int from, ByteBuilder out) {
        out.append(leading.array(), 0, leading.size());
        int end = copies ? copied(lines, from, out) : from;
        return end == from ? fieldByField(lines, from, out) : end;
    }

    /** Copies a row that needs nothing but other delimiters; where it ends, or {@code from} if it is another row. */
    private int copied(byte[] lines, int from, ByteBuilder out) {
        int at = from;
        for (int column = 0; column < ends.length; column++) {
            int start = at;
            at = endOfPlain(lines, start);
            if (lines[at] != (column == last ? '\n' : '\t') || field.readsLikeNull(lines, start, at - start)) {
                return from;
            }
            ends[column] = at - from;
            at++;
        }
        int base = out.size();
        out.append(lines, from, at - from);
        byte[] row = out.array();
        for (int column = 0; column < last; column++) {
            row[base + ends[column]] = field.delimiter();
        }
        row[base + ends[last]] = field.rowEnd();
        return at;
    }

    private int endOfPlain(byte[] lines, int start) {
        int at = start;
        while (!special[lines[at] & 0xff]) {
            at++;
        }
        return at;
    }

    private int fieldByField(byte[] lines, int from, ByteBuilder out) {
        int at = from;
        for (int column = 0; column < last; column++) {
            at = endOfField(lines, at, column, '\t', out) + 1;
            field.appendDelimiter(out);
        }
        at = endOfField(lines, at, last, '\n', out) + 1;
        field.appendRowEnd(out);
        return at;
    }

    private int endOfField(byte[] lines, int start, int column, char wanted, ByteBuilder out) {
        int at = endOfPlain(lines, start);
        if (lines[at] == wanted && plain[column] && !field.readsLikeNull(lines, start, at - start)) {
            out.append(lines, start, at - start);
            return at;
        }
        while (lines[at] != '\t' && lines[at] != '\n') {
            at++;
        }
        if (lines[at] != wanted) {
            throw new ReplicationException(
                    ErrorCode.INTERNAL, "a line of " + table.id() + " has not got " + plain.length + " columns");
        }
        appendEscaped(lines, start, at, column, out);
        return at;
    }

    private void appendEscaped(byte[] lines, int start, int end, int column, ByteBuilder out) {
        if (end - start == 2 && lines[start] == '\\' && lines[start + 1] == 'N') {
            field.appendNull(out);
            return;
        }
        unescaped.clear();
        int at = start;
        while (at < end) {
            byte value = lines[at++];
            unescaped.append(value == '\\' ? meant(lines[at++]) : value);
        }
        values.append(column, unescaped.array(), 0, unescaped.size(), out);
    }

    private static byte meant(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0B;
            default -> letter;
        };
    }
}
