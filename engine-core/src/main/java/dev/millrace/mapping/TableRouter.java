package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Carries one table's whole shape over to its target names: columns, keys, indexes and foreign keys. A parent of a foreign key is
 * named by the same rules as if it were routed itself, so that child and parent always agree.
 */
final class TableRouter {
    private final Naming naming;
    private final ObjectMappings objects;
    private final Predicate<TableId> selected;
    private final TableSchema source;
    private final Map<String, String> objectTags;
    private final List<ColumnSchema> columns = new ArrayList<>();
    private final List<Integer> projection = new ArrayList<>();
    private boolean columnsChanged;

    /** @param objectTags of the table's files */
    TableRouter(
            Naming naming,
            ObjectMappings objects,
            Predicate<TableId> selected,
            TableSchema source,
            Map<String, String> objectTags) {
        this.naming = naming;
        this.objects = objects;
        this.selected = selected;
        this.source = source;
        this.objectTags = objectTags;
    }

    TableRoute route() {
        routeColumns();
        requireIdentity();
        AddedColumns added = addColumns();
        TableId target = naming.table(source.id());
        TableSchema wanted = source.toBuilder()
                .id(target)
                .columns(columns)
                .primaryKey(source.primaryKey().flatMap(this::key).orElse(null))
                .uniqueKeys(source.uniqueKeys().stream()
                        .map(this::key)
                        .flatMap(Optional::stream)
                        .toList())
                .foreignKeys(source.foreignKeys().stream()
                        .map(this::foreignKey)
                        .flatMap(Optional::stream)
                        .toList())
                .indexes(indexes())
                .objectTags(objectTags)
                .build();
        return new TableRoute(
                source,
                objects.shaped(source, wanted, column -> naming.column(source.id(), column)),
                projection.stream().mapToInt(Integer::intValue).toArray(),
                added,
                LobLimits.NONE);
    }

    private AddedColumns addColumns() {
        AddedColumns added = new AddedColumns(source.id(), naming.added(source.id()));
        for (ColumnSchema column : added.schemas()) {
            if (columns.stream().anyMatch(present -> present.name().equals(column.name()))) {
                throw new ReplicationException(
                        ErrorCode.MAPPING_INVALID,
                        "a rule adds column " + column.name() + " to table " + source.id()
                                + ", which has a column of this name already; give the added one another name");
            }
            columns.add(column);
        }
        return added;
    }

    private void routeColumns() {
        Map<String, String> sourceNames = new HashMap<>();
        for (int i = 0; i < source.columnCount(); i++) {
            ColumnSchema column = source.column(i);
            Optional<String> name = naming.column(source.id(), column.name());
            columnsChanged |= !name.equals(Optional.of(column.name()));
            if (name.isPresent()) {
                String twin = sourceNames.put(name.get(), column.name());
                if (twin != null) {
                    throw twoColumns(name.get(), twin, column.name());
                }
                columns.add(column.withName(name.get()));
                projection.add(i);
            }
        }
        if (columns.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.MAPPING_INVALID,
                    "the rules leave no column of table " + source.id() + "; exclude the table instead");
        }
    }

    /** Without the columns that tell rows apart, updates and deletes could hit the wrong rows. */
    private void requireIdentity() {
        source.identifyingKey().ifPresent(key -> {
            if (names(source.id(), key.columns()).isEmpty()) {
                throw new ReplicationException(
                        ErrorCode.MAPPING_INVALID,
                        "the rules leave out a column of " + key.name() + " " + key.columns()
                                + ", the key that tells rows of table " + source.id()
                                + " apart; keep the key's columns, and hide them on the target by a view");
            }
        });
    }

    private Optional<KeySchema> key(KeySchema key) {
        return names(source.id(), key.columns()).map(names -> new KeySchema(key.name(), names, key.nullsDistinct()));
    }

    private Optional<ForeignKeySchema> foreignKey(ForeignKeySchema key) {
        Optional<List<String>> children = names(source.id(), key.columns());
        Optional<List<String>> parents = names(key.parent(), key.parentColumns());
        if (!selected.test(key.parent()) || children.isEmpty() || parents.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ForeignKeySchema(
                key.name(),
                children.get(),
                naming.table(key.parent()),
                parents.get(),
                key.onDelete(),
                key.onUpdate(),
                key.deferrable()));
    }

    /** A definition speaks of the source's columns; sinks put the target's table name in front of it by themselves. */
    private List<IndexSchema> indexes() {
        if (!columnsChanged) {
            return source.indexes();
        }
        return source.indexes().stream()
                .map(this::index)
                .flatMap(Optional::stream)
                .toList();
    }

    /** What else than columns the definition says, a predicate or an expression, can't be kept under other column names. */
    private Optional<IndexSchema> index(IndexSchema index) {
        Function<List<String>, IndexSchema> without = names -> new IndexSchema(index.name(), names, index.unique(), "");
        if (index.unique() || index.columns().isEmpty()) {
            return Optional.of(without.apply(List.of()));
        }
        return names(source.id(), index.columns()).map(without);
    }

    /** Target names of the columns; empty if one of them is left out. */
    private Optional<List<String>> names(TableId table, List<String> sourceNames) {
        List<String> names = new ArrayList<>();
        for (String sourceName : sourceNames) {
            naming.column(table, sourceName).ifPresent(names::add);
        }
        return names.size() == sourceNames.size() ? Optional.of(names) : Optional.empty();
    }

    private ReplicationException twoColumns(String target, String first, String second) {
        return new ReplicationException(
                ErrorCode.MAPPING_INVALID,
                "columns " + first + " (" + naming.reason(source.id(), first) + ") and " + second + " ("
                        + naming.reason(source.id(), second) + ") of table " + source.id() + " would both be called "
                        + target
                        + " on the target; change a rule, or remove one of the columns");
    }
}
