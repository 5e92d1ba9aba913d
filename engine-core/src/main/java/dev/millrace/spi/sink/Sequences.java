package dev.millrace.spi.sink;

import java.util.Arrays;

/**
 * The numbers of changes, in the order of a set's rows: how many row events the task had read with each since it began. A replay from the
 * checkpoint numbers alike. Immutable.
 */
public final class Sequences {
    /** Of sets whose changes are not numbered. */
    public static final Sequences NONE = new Sequences(new long[0]);

    private final long[] numbers;

    private Sequences(long[] numbers) {
        this.numbers = numbers;
    }

    /** The first {@code count} of the numbers. */
    public static Sequences of(long[] numbers, int count) {
        return new Sequences(Arrays.copyOf(numbers, count));
    }

    public boolean isEmpty() {
        return numbers.length == 0;
    }

    /** The number of the change to that row of the set. */
    public long get(int row) {
        return numbers[row];
    }
}
