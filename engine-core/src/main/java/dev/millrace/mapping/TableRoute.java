package dev.millrace.mapping;

import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;

import static java.util.Objects.requireNonNull;

/** The way of one table's rows from source to target. Immutable. */
public final class TableRoute {
    private final TableSchema source;
    private final TableSchema wanted;
    private final int[] projection;
    private final boolean identity;

    /**
     * @param source the table as the source has it
     * @param wanted the same table under its target names, with the columns that the mappings let through; still in the words of
     *     the source's family
     * @param projection for each wanted column the ordinal of the source column it comes from
     */
    public TableRoute(TableSchema source, TableSchema wanted, int[] projection) {
        this.source = requireNonNull(source, "source is null");
        this.wanted = requireNonNull(wanted, "wanted is null");
        if (projection.length != wanted.columnCount()) {
            throw new IllegalArgumentException("projection of " + source.id() + " does not fit");
        }
        this.projection = projection.clone();
        boolean same = projection.length == source.columnCount();
        for (int i = 0; same && i < projection.length; i++) {
            same = projection[i] == i;
        }
        identity = same;
    }

    public TableSchema source() {
        return source;
    }

    public TableSchema wanted() {
        return wanted;
    }

    /** The source column that the wanted column comes from. */
    public int sourceOrdinal(int wantedOrdinal) {
        return projection[wantedOrdinal];
    }

    /** The row in the wanted layout; the same object if nothing moves. */
    public Row map(Row row) {
        return identity ? row : row.project(projection);
    }
}
