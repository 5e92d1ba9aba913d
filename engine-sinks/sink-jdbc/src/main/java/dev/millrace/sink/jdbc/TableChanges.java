package dev.millrace.sink.jdbc;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * How a target table must change to hold rows of a new shape. Columns are told apart by name: a renamed column counts as one dropped
 * and one added.
 *
 * @param added columns that the target lacks
 * @param dropped names of columns that the target has and the source no longer has
 * @param retyped columns with another type, in their new shape
 * @param relaxed names of columns that may hold NULL from now on
 */
public record TableChanges(
        List<ColumnSchema> added, List<String> dropped, List<ColumnSchema> retyped, List<String> relaxed) {
    public TableChanges {
        added = List.copyOf(added);
        dropped = List.copyOf(dropped);
        retyped = List.copyOf(retyped);
        relaxed = List.copyOf(relaxed);
    }

    /**
     * The difference between two shapes of the source, as far as the target does not have it already; so a change that was applied
     * before a crash is not applied twice, and columns that only the target has stay.
     */
    public static TableChanges between(TableSchema known, TableSchema wanted, TableSchema target) {
        List<ColumnSchema> added = new ArrayList<>();
        List<ColumnSchema> retyped = new ArrayList<>();
        List<String> relaxed = new ArrayList<>();
        for (ColumnSchema column : wanted.columns()) {
            if (target.ordinal(column.name()).isEmpty()) {
                added.add(column);
                continue;
            }
            if (known.ordinal(column.name()).isEmpty()) {
                continue;
            }
            ColumnSchema before = known.column(known.ordinal(column.name()).getAsInt());
            if (!before.type().equals(column.type()) || !before.nativeType().equals(column.nativeType())) {
                retyped.add(column);
            }
            if (column.nullable()
                    && !target.column(target.ordinal(column.name()).getAsInt()).nullable()) {
                relaxed.add(column.name());
            }
        }
        List<String> dropped = known.columns().stream()
                .map(ColumnSchema::name)
                .filter(name -> wanted.ordinal(name).isEmpty())
                .filter(name -> target.ordinal(name).isPresent())
                .toList();
        return new TableChanges(added, dropped, retyped, relaxed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && dropped.isEmpty() && retyped.isEmpty() && relaxed.isEmpty();
    }
}
