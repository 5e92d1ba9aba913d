package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.Sequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers rows of one table, one kind and one column mask into a {@link PlannedSet}. Not thread-safe. */
final class SetBuilder {
    private static final long[] NOT_NUMBERED = {};

    private final TargetTable table;
    private final ChangeSet.Kind kind;
    private final boolean tolerant;
    private final List<Row> identities = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private long[] sequences = NOT_NUMBERED;
    private int changes;

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

    /** @param sequence 0 if changes are not numbered */
    SetBuilder add(@Nullable Row identity, @Nullable Row row, long sequence) {
        if (sequence > 0) {
            number(sequence);
        }
        if (identity != null) {
            identities.add(identity);
        }
        if (row != null) {
            rows.add(row);
        }
        return this;
    }

    private void number(long sequence) {
        if (changes == sequences.length) {
            sequences = Arrays.copyOf(sequences, Math.max(16, 2 * changes));
        }
        sequences[changes++] = sequence;
    }

    /** @param netted see {@link PlannedSet#netted} */
    PlannedSet build(boolean netted) {
        Sequences numbers = changes == 0 ? Sequences.NONE : Sequences.of(sequences, changes);
        return new PlannedSet(
                table,
                new ChangeSet(table.wanted(), kind, identities, rows, numbers),
                tolerant || table.isChangedByTarget(),
                netted);
    }
}
