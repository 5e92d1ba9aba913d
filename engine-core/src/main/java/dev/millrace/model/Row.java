package dev.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row, in the {@link WireForm} of each column, with a mark for NULL and another for <em>absent</em>: a column
 * that the log did not carry (unchanged TOAST, minimal row image) and that the target must leave untouched (law 4).
 *
 * <p>A row is a view: it points into a byte array that it usually shares with its neighbours, and it holds no schema. It never
 * changes after it was made and may be read by any thread.
 */
public final class Row {
    static final int NULL = -1;
    static final int ABSENT = -2;

    private final byte[] data;
    private final int[] slots;
    private final int firstSlot;
    private final int columnCount;
    private final int absentCount;
    private final int byteSize;

    private Row(byte[] data, int[] slots, int firstSlot, int columnCount) {
        this.data = data;
        this.slots = slots;
        this.firstSlot = firstSlot;
        this.columnCount = columnCount;
        int absent = 0;
        int bytes = 0;
        for (int i = 0; i < columnCount; i++) {
            int length = slots[firstSlot + 2 * i + 1];
            if (length >= 0) {
                bytes += length;
            } else if (length == ABSENT) {
                absent++;
            }
        }
        this.absentCount = absent;
        this.byteSize = bytes;
    }

    /**
     * A row over arrays that the caller promises not to change any more. Column {@code i} has its offset in {@code data} at
     * {@code slots[firstSlot + 2 * i]} and its length at {@code slots[firstSlot + 2 * i + 1]}, see {@link RowBuffer#NULL_LENGTH}
     * and {@link RowBuffer#ABSENT_LENGTH}.
     */
    public static Row over(byte[] data, int[] slots, int firstSlot, int columnCount) {
        return new Row(data, slots, firstSlot, columnCount);
    }

    public int columnCount() {
        return columnCount;
    }

    /** Whether the log carried the column, be it as a value or as NULL. */
    public boolean isPresent(int column) {
        return slots[firstSlot + 2 * column + 1] != ABSENT;
    }

    public boolean isNull(int column) {
        return slots[firstSlot + 2 * column + 1] == NULL;
    }

    /** Whether every column is present. */
    public boolean isComplete() {
        return absentCount == 0;
    }

    /** The array that holds the bytes of every value of this row; read only. */
    public byte[] data() {
        return data;
    }

    /** Where the value starts in {@link #data()}; meaningless if NULL or absent. */
    public int offset(int column) {
        return slots[firstSlot + 2 * column];
    }

    /** How many bytes the value has; negative if NULL or absent. */
    public int length(int column) {
        return slots[firstSlot + 2 * column + 1];
    }

    /** The bytes of all values together, without the overhead of the view. */
    public int byteSize() {
        return byteSize;
    }

    /** The value read as UTF-8, or null if NULL or absent. For messages, tests and rare columns; it copies. */
    public @Nullable String text(int column) {
        int length = length(column);
        return length < 0 ? null : new String(data, offset(column), length, StandardCharsets.UTF_8);
    }

    /** The same values in another arrangement: column {@code i} of the result is column {@code columns[i]} of this row. */
    public Row project(int[] columns) {
        int[] projected = new int[2 * columns.length];
        for (int i = 0; i < columns.length; i++) {
            int slot = firstSlot + 2 * columns[i];
            projected[2 * i] = slots[slot];
            projected[2 * i + 1] = slots[slot + 1];
        }
        return new Row(data, projected, 0, columns.length);
    }

    /** Whether both rows have the same bytes (or both NULL, or both absent) in the column. */
    public boolean sameValue(Row other, int column) {
        int length = length(column);
        if (length != other.length(column)) {
            return false;
        }
        if (length < 0) {
            return true;
        }
        int from = offset(column);
        int otherFrom = other.offset(column);
        return Arrays.equals(data, from, from + length, other.data, otherFrom, otherFrom + length);
    }

    /** Shape only, never values: rows end up in messages. */
    @Override
    public String toString() {
        return "Row[" + columnCount + " columns, " + absentCount + " absent, " + byteSize + " bytes]";
    }
}
