package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.mysql.dialect.SqlText;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How rows of one wanted table meet its target: an encoder per column that can be written, the identifying key, and what the target does
 * by itself. Belongs to one thread, as its encoders do.
 */
final class TableLayout {
    private final TableSchema wanted;
    private final List<ColumnEncoder> columns = new ArrayList<>();
    private final List<ColumnEncoder> key = new ArrayList<>();
    private final List<String> selfUpdating = new ArrayList<>();
    private final boolean otherUniqueKeys;

    /**
     * The layout.
     *
     * @throws ReplicationException {@code TARGET_TABLE_MISMATCH} if the target lacks a column
     */
    TableLayout(TableSchema wanted, TableSchema target) {
        this.wanted = wanted;
        for (int ordinal = 0; ordinal < wanted.columnCount(); ordinal++) {
            ColumnSchema column = wanted.column(ordinal);
            TargetColumn targetColumn = find(wanted, target, column.name());
            if (!targetColumn.isGenerated()) {
                columns.add(new ColumnEncoder(
                        ordinal, column, targetColumn, wanted.id().toString()));
            }
        }
        Optional<KeySchema> identifying = wanted.identifyingKey();
        int[] keyOrdinals = wanted.ordinals(identifying.map(KeySchema::columns).orElse(List.of()));
        for (int ordinal : keyOrdinals) {
            columns.stream()
                    .filter(encoder -> encoder.ordinal() == ordinal)
                    .findFirst()
                    .ifPresent(key::add);
        }
        if (key.size() < keyOrdinals.length) {
            // a part of a key finds the rows of others
            key.clear();
        }
        for (ColumnSchema column : target.columns()) {
            if (new TargetColumn(column).updatesItself()) {
                selfUpdating.add(column.name());
            }
        }
        this.otherUniqueKeys =
                hasOtherUniqueKeys(target, identifying.map(KeySchema::columns).orElse(List.of()));
    }

    TableSchema wanted() {
        return wanted;
    }

    /** The quoted name. */
    String table() {
        return SqlText.table(wanted.id());
    }

    /** Every column that can be written. */
    List<ColumnEncoder> columns() {
        return columns;
    }

    /** The columns of the identifying key; empty if the table has none. */
    List<ColumnEncoder> key() {
        return key;
    }

    boolean isKey(ColumnEncoder column) {
        return key.contains(column);
    }

    /** Whether the target forbids duplicates of anything but the identifying key. */
    boolean hasOtherUniqueKeys() {
        return otherUniqueKeys;
    }

    /** The columns that the row carries and that can be written. */
    List<ColumnEncoder> present(Row row) {
        if (row.isComplete()) {
            return columns;
        }
        return columns.stream()
                .filter(column -> row.isPresent(column.ordinal()))
                .toList();
    }

    /** Columns that an UPDATE of only {@code assigned} would change all the same, so that it must keep them by name (law 4). */
    List<String> keptBy(List<ColumnEncoder> assigned) {
        if (selfUpdating.isEmpty()) {
            return selfUpdating;
        }
        Set<String> names = new HashSet<>();
        assigned.forEach(column -> names.add(column.target().name()));
        return selfUpdating.stream().filter(name -> !names.contains(name)).toList();
    }

    private static TargetColumn find(TableSchema wanted, TableSchema target, String name) {
        Optional<ColumnSchema> exact = target.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
        // names of columns have no case on MySQL
        Optional<ColumnSchema> found = exact.isPresent()
                ? exact
                : target.columns().stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst();
        return found.map(TargetColumn::new)
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISMATCH,
                        "target table " + wanted.id() + " has no column " + name
                                + "; add it, leave it out by a remove-column rule, or reload the table"));
    }

    private static boolean hasOtherUniqueKeys(TableSchema target, List<String> identifying) {
        Set<String> same = new HashSet<>(identifying);
        boolean other = target.uniqueKeys().stream().anyMatch(key -> !same.equals(new HashSet<>(key.columns())))
                || target.indexes().stream().anyMatch(IndexSchema::unique);
        return other
                || target.primaryKey()
                        .filter(key -> !same.equals(new HashSet<>(key.columns())))
                        .isPresent();
    }
}
