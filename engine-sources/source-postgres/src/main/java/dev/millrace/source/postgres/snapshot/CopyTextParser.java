package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.decoding.SlotSlab;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns lines of {@code COPY … TO STDOUT} in text format into rows that point into the very line: escapes are resolved in place.
 * Belongs to one thread.
 */
public final class CopyTextParser {
    private final SlotSlab slab = new SlotSlab();
    private final TableSchema table;
    private final int columnCount;
    private final int[] carried;

    /** @param table layout of the rows; its generated columns are not in the lines, and absent in the rows */
    public CopyTextParser(TableSchema table) {
        List<ColumnSchema> columns = table.columns();
        this.table = table;
        this.columnCount = columns.size();
        this.carried = IntStream.range(0, columnCount)
                .filter(i -> columns.get(i).fill() != Fill.GENERATED)
                .toArray();
    }

    /** @param line one row with its line end; from now on it belongs to the row */
    public Row parse(byte[] line) {
        int first = slab.take(columnCount);
        int[] slots = slab.array();
        if (carried.length < columnCount) {
            for (int i = 0; i < columnCount; i++) {
                slots[first + 2 * i + 1] = RowBuffer.ABSENT_LENGTH;
            }
        }
        int end = line.length - 1;
        if (end < 0 || line[end] != '\n') {
            throw broken("a line without an end");
        }
        int start = 0;
        for (int i = 0; i < carried.length; i++) {
            int slot = first + 2 * carried[i];
            int stop = start;
            while (line[stop] != '\t' && line[stop] != '\n' && line[stop] != '\\') {
                stop++;
            }
            slots[slot] = start;
            if (line[stop] != '\\') {
                slots[slot + 1] = stop - start;
            } else if (stop == start && line[stop + 1] == 'N') {
                slots[slot + 1] = RowBuffer.NULL_LENGTH;
                stop += 2;
            } else {
                stop = unescape(line, stop, slots, slot);
            }
            boolean last = i == carried.length - 1;
            if (line[stop] != (last ? '\n' : '\t') || (last && stop != end)) {
                throw broken("not " + carried.length + " columns");
            }
            start = stop + 1;
        }
        return Row.over(line, slots, first, columnCount);
    }

    /** @return where the value's escaped form ends */
    private static int unescape(byte[] line, int backslash, int[] slots, int slot) {
        int from = backslash;
        int to = backslash;
        while (line[from] != '\t' && line[from] != '\n') {
            byte value = line[from++];
            line[to++] = value == '\\' ? unescaped(line[from++]) : value;
        }
        slots[slot + 1] = to - slots[slot];
        return from;
    }

    private static byte unescaped(byte letter) {
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

    private ReplicationException broken(String what) {
        return new ReplicationException(
                ErrorCode.SOURCE_FAILED, "table " + table.id() + ": the server sent " + what + " in a COPY");
    }
}
