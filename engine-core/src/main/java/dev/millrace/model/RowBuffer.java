package dev.millrace.model;

/**
 * Builds {@link Row}s one value after the other, many of them in one shared byte array. Not thread-safe; the rows it returns are.
 *
 * <pre>{@code
 * buffer.begin(2);
 * buffer.append(bytes, 0, 5);
 * buffer.appendNull();
 * Row row = buffer.finish();
 * }</pre>
 */
public final class RowBuffer {
    /** The length that marks NULL in a slot array. */
    public static final int NULL_LENGTH = Row.NULL;

    /** The length that marks an absent column in a slot array. */
    public static final int ABSENT_LENGTH = Row.ABSENT;

    private static final int BLOCK_BYTES = 64 * 1024;

    private ByteBuilder block;
    private int rowStart;
    private int[] slots = new int[0];
    private int column;

    /** For many rows. */
    public RowBuffer() {
        this(BLOCK_BYTES);
    }

    /** For rows of about so many bytes altogether. */
    public RowBuffer(int capacity) {
        block = new ByteBuilder(capacity);
    }

    /** Starts a row of that many columns; what was begun and not finished is forgotten. */
    public void begin(int columnCount) {
        if (block.size() > BLOCK_BYTES - BLOCK_BYTES / 8) {
            block = new ByteBuilder(BLOCK_BYTES);
        }
        rowStart = block.size();
        slots = new int[2 * columnCount];
        column = 0;
    }

    public void appendNull() {
        slots[2 * column++ + 1] = NULL_LENGTH;
    }

    public void appendAbsent() {
        slots[2 * column++ + 1] = ABSENT_LENGTH;
    }

    /** Copies the bytes of the next column. */
    public void append(byte[] source, int offset, int length) {
        int start = block.size();
        block.append(source, offset, length);
        close(start);
    }

    /** Where the next column's value is written, up to {@link #closeValue}. */
    public ByteBuilder openValue() {
        slots[2 * column] = block.size();
        return block;
    }

    /** Ends the value begun by {@link #openValue}. */
    public void closeValue() {
        close(slots[2 * column]);
    }

    /** The finished row. */
    public Row finish() {
        if (2 * column != slots.length) {
            throw new IllegalStateException("row has " + column + " of " + slots.length / 2 + " columns");
        }
        Row row = Row.over(block.array(), slots, 0, column);
        if (block.size() > BLOCK_BYTES) {
            block = new ByteBuilder(BLOCK_BYTES);
        }
        return row;
    }

    /** Bytes of the row begun so far. */
    public int pendingBytes() {
        return block.size() - rowStart;
    }

    private void close(int start) {
        slots[2 * column] = start;
        slots[2 * column + 1] = block.size() - start;
        column++;
    }
}
