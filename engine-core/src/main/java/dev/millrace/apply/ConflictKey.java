package dev.millrace.apply;

import dev.millrace.model.Row;

/**
 * One constraint of a target table by which rows of two batches can get in each other's way: a primary key, a unique key, or a
 * foreign key's reference to one. A row has one 64-bit hash for it; two rows that the constraint brings together always have the
 * same one. Columns whose equality is not that of their bytes are left out of the hash, which makes it coarser and stays safe.
 */
final class ConflictKey {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final int[] columns;
    private final int[] hashed;
    private final boolean nullsDistinct;
    private final boolean identity;

    /**
     * @param seed tells constraints apart; a reference has that of the referenced key
     * @param columns all columns of the constraint, in the layout of the table's rows
     * @param hashed those of them whose bytes tell equality, in an order that both ends of a reference share
     * @param nullsDistinct whether a row with NULL in one of the columns can't meet any other
     * @param identity whether changes find their row by it
     */
    ConflictKey(long seed, int[] columns, int[] hashed, boolean nullsDistinct, boolean identity) {
        this.seed = seed;
        this.columns = columns;
        this.hashed = hashed;
        this.nullsDistinct = nullsDistinct;
        this.identity = identity;
    }

    boolean isIdentity() {
        return identity;
    }

    /** Whether the row carries none of the key's columns. */
    boolean isAbsent(Row row) {
        for (int column : columns) {
            if (row.isPresent(column)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the row carries every value that the key needs. */
    boolean isKnown(Row row) {
        for (int column : columns) {
            if (!row.isPresent(column)) {
                return false;
            }
        }
        return true;
    }

    /** Whether both rows carry the key, with the same bytes in all its columns. */
    boolean isSame(Row one, Row other) {
        for (int column : columns) {
            if (!one.isPresent(column) || !other.isPresent(column) || !one.sameValue(other, column)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the row has nothing to do with any other by this constraint. */
    boolean isFree(Row row) {
        if (!nullsDistinct) {
            return false;
        }
        for (int column : columns) {
            if (row.isNull(column)) {
                return true;
            }
        }
        return false;
    }

    long hash(Row row) {
        long hash = seed;
        byte[] data = row.data();
        for (int column : hashed) {
            int length = row.isNull(column) ? 0 : row.length(column);
            int from = length == 0 ? 0 : row.offset(column);
            hash = hash * 31 + length;
            for (int i = 0; i < length; i++) {
                hash = hash * 31 + data[from + i];
            }
            hash *= MULTIPLIER;
        }
        return hash ^ (hash >>> 32);
    }
}
