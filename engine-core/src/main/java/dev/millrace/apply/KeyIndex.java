package dev.millrace.apply;

import dev.millrace.model.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry of a key among the changes of one table in one batch: open addressing over the bytes of the key columns, no
 * object per key. The bytes are a fair identity because one source column has one wire form. Hot path; not thread-safe.
 *
 * @param <T> what is kept per key
 */
final class KeyIndex<T> {
    private static final int INITIAL_CAPACITY = 64;

    private final int[] keyColumns;
    private @Nullable Row[] keys = new Row[INITIAL_CAPACITY];
    private @Nullable Object[] values = new Object[INITIAL_CAPACITY];
    private int[] hashes = new int[INITIAL_CAPACITY];
    private int size;

    KeyIndex(int[] keyColumns) {
        this.keyColumns = keyColumns;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    T get(Row key) {
        int slot = slot(key, hash(key));
        return keys[slot] == null ? null : (T) values[slot];
    }

    /** Keeps {@code value} under the key, in place of what was there. */
    void put(Row key, T value) {
        int hash = hash(key);
        int slot = slot(key, hash);
        if (keys[slot] == null) {
            keys[slot] = key;
            hashes[slot] = hash;
            size++;
        }
        values[slot] = value;
        if (size * 2 > keys.length) {
            grow();
        }
    }

    /** Whether the key is new; it is not afterwards. */
    boolean add(Row key, T value) {
        int before = size;
        put(key, value);
        return size != before;
    }

    private int slot(Row key, int hash) {
        int mask = keys.length - 1;
        int slot = hash & mask;
        while (true) {
            Row other = keys[slot];
            if (other == null || (hashes[slot] == hash && sameKey(key, other))) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean sameKey(Row one, Row other) {
        for (int column : keyColumns) {
            if (!one.sameValue(other, column)) {
                return false;
            }
        }
        return true;
    }

    private int hash(Row row) {
        int hash = 1;
        byte[] data = row.data();
        for (int column : keyColumns) {
            int length = row.length(column);
            int from = row.offset(column);
            hash = 31 * hash + length;
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + data[from + i];
            }
        }
        // decimal digits leave the low bits poor
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private void grow() {
        @Nullable Row[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        int[] oldHashes = hashes;
        int capacity = keys.length * 4;
        keys = new Row[capacity];
        values = new Object[capacity];
        hashes = new int[capacity];
        int mask = capacity - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int slot = oldHashes[i] & mask;
                while (keys[slot] != null) {
                    slot = (slot + 1) & mask;
                }
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
                hashes[slot] = oldHashes[i];
            }
        }
    }

    @Override
    public String toString() {
        return "KeyIndex" + Arrays.toString(keyColumns) + "[" + size + "]";
    }
}
