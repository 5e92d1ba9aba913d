package dev.millrace.source.postgres.decoding;

/**
 * Hands out stretches of shared arrays for the slots of rows, so that narrow rows do not cost an array each. Mutable, on the row
 * path; belongs to one thread. A stretch handed out is never touched again by this class.
 */
public final class SlotSlab {
    private static final int SIZE = 4096;

    private int[] array = new int[0];
    private int next;

    /** Takes two slots per column; they start at the returned index of {@link #array()}. */
    public int take(int columnCount) {
        int size = 2 * columnCount;
        if (array.length - next < size) {
            array = new int[Math.max(SIZE, size)];
            next = 0;
        }
        int first = next;
        next += size;
        return first;
    }

    /** The array that the last {@link #take} points into. */
    public int[] array() {
        return array;
    }
}
