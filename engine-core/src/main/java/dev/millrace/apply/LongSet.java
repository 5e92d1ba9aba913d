package dev.millrace.apply;

/** A set of hashes: open addressing, no boxing. Not thread-safe while it is filled. */
final class LongSet {
    private static final int INITIAL_CAPACITY = 64;

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
