package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers rows of one table, one kind and one column mask into a {@link PlannedSet}. Not thread-safe. */
final class SetBuilder {
    private final TargetTable table;
    private final ChangeSet.Kind kind;
    private final boolean tolerant;
    private final List<Row> identities = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    SetBuilder(TargetTable table, ChangeSet.Kind kind, boolean tolerant) {
        this.table = table;
        this.kind = kind;
        this.tolerant = tolerant;
    }

    TargetTable table() {
        return table;
    }

    boolean takes(TargetTable otherTable, ChangeSet.Kind otherKind, boolean otherTolerant) {
        return table == otherTable && kind == otherKind && tolerant == otherTolerant;
    }

    /** Whether the set's statement serves these rows, too. */
    boolean fits(@Nullable Row identity, @Nullable Row row) {
        return (identity == null || identities.isEmpty() || ColumnMask.same(identities.get(0), identity))
                && (row == null || rows.isEmpty() || ColumnMask.same(rows.get(0), row));
    }

    SetBuilder add(@Nullable Row identity, @Nullable Row row) {
        if (identity != null) {
            identities.add(identity);
        }
        if (row != null) {
            rows.add(row);
        }
        return this;
    }

    PlannedSet build() {
        return new PlannedSet(
                table, new ChangeSet(table.wanted(), kind, identities, rows), tolerant || table.isChangedByTarget());
    }
}
