package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/** The way of one table's rows from source to target. Immutable. */
public final class TableRoute {
    private final TableSchema source;
    private final TableSchema wanted;
    private final int[] projection;
    private final AddedColumns added;
    private final LobLimits limits;
    private final boolean identity;

    /**
     * @param source the table as the source has it
     * @param wanted the same table under its target names, with the columns that the mappings let through; still in the words of
     *     the source's family
     * @param projection for each wanted column the ordinal of the source column it comes from
     */
    public TableRoute(TableSchema source, TableSchema wanted, int[] projection) {
        this(source, wanted, projection, AddedColumns.NONE, LobLimits.NONE);
    }

    /**
     * @param added the last columns of {@code wanted}, which come from no column of the source
     * @param limits where values are cut
     */
    TableRoute(TableSchema source, TableSchema wanted, int[] projection, AddedColumns added, LobLimits limits) {
        this.source = requireNonNull(source, "source is null");
        this.wanted = requireNonNull(wanted, "wanted is null");
        if (projection.length + added.count() != wanted.columnCount()) {
            throw new IllegalArgumentException("projection of " + source.id() + " does not fit");
        }
        this.projection = projection.clone();
        this.added = added;
        this.limits = limits;
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

    /** Whether the wanted column comes from no column of the source; such stand behind all others. */
    public boolean isAdded(int wantedOrdinal) {
        return wantedOrdinal >= projection.length;
    }

    /** Whether there are columns that come from no column of the source. */
    public boolean addsColumns() {
        return added.count() > 0;
    }

    AddedColumns added() {
        return added;
    }

    LobLimits limits() {
        return limits;
    }

    /** The same route, with large objects cut; the same object if it has none that can be. */
    TableRoute limited(int kilobytes) {
        LobLimits wantedLimits = LobLimits.of(this, kilobytes);
        if (wantedLimits.isNone()) {
            return this;
        }
        List<ColumnSchema> columns = new ArrayList<>();
        for (int i = 0; i < wanted.columnCount(); i++) {
            columns.add(wanted.column(i).withWire(wantedLimits.wire(i)));
        }
        return new TableRoute(source, wanted.toBuilder().columns(columns).build(), projection, added, wantedLimits);
    }

    /** Whether rows that are read with just the columns that the target wants are what the target gets. */
    public boolean leavesRowsAsRead() {
        return !addsColumns() && limits.isNone();
    }

    /** The row in the wanted layout, without values in added columns; the same object if nothing moves. */
    public Row map(Row row) {
        return mapped(row, null);
    }

    /** As {@link #map(Row)}, and counts what is cut. */
    public Row map(Row row, CutValues cuts) {
        return mapped(row, cuts);
    }

    /** The row in the wanted layout, with what its header says in added columns. */
    public Row map(Row row, RowHeader header, CutValues cuts) {
        return filled(project(row), header, cuts);
    }

    /** A row that was read in the wanted layout but for the added columns, and not cut. */
    public Row filled(Row read, RowHeader header, CutValues cuts) {
        Row cut = limits.cut(read, cuts);
        return addsColumns() ? added.filled(cut, header) : cut;
    }

    private Row mapped(Row row, @Nullable CutValues cuts) {
        Row cut = limits.cut(project(row), cuts);
        return addsColumns() ? added.absent(cut) : cut;
    }

    private Row project(Row row) {
        return identity ? row : row.project(projection);
    }
}
