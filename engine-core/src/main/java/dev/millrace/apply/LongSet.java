package dev.millrace.apply;

import java.util.function.LongPredicate;

/** A set of hashes: open addressing, no boxing. Not thread-safe while it is filled. */
final class LongSet {
    private static final int INITIAL_CAPACITY = 64;
    private static final int SAMPLE = 256;

    private long[] slots = new long[INITIAL_CAPACITY];
    private int size;
    private boolean holdsZero;

    void add(long value) {
        if (value == 0) {
            holdsZero = true;
            return;
        }
        if (put(slots, value)) {
            size++;
            if (size * 2 > slots.length) {
                grow();
            }
        }
    }

    boolean contains(long value) {
        if (value == 0) {
            return holdsZero;
        }
        int mask = slots.length - 1;
        int slot = (int) value & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == value) {
                return true;
            }
            slot = (slot + 1) & mask;
        }
        return false;
    }

    boolean intersects(LongSet other) {
        if (size > other.size) {
            return other.intersects(this);
        }
        if (holdsZero && other.holdsZero) {
            return true;
        }
        for (long value : slots) {
            if (value != 0 && other.contains(value)) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    /** Of how many values, by a sample of a few hundred, the test is true: between 0 and 1; 0 if there are none. */
    double share(LongPredicate test) {
        int seen = 0;
        int passed = 0;
        for (int slot = 0; slot < slots.length && seen < SAMPLE; slot++) {
            if (slots[slot] != 0) {
                seen++;
                passed += test.test(slots[slot]) ? 1 : 0;
            }
        }
        return seen == 0 ? 0 : (double) passed / seen;
    }

    private void grow() {
        long[] larger = new long[slots.length * 4];
        for (long value : slots) {
            if (value != 0) {
                put(larger, value);
            }
        }
        slots = larger;
    }

    private static boolean put(long[] slots, long value) {
        int mask = slots.length - 1;
        int slot = (int) value & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == value) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = value;
        return true;
    }
}
