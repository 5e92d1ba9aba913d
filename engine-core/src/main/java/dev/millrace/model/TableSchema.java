package dev.millrace.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A table as one endpoint has it. Column order is the order of values in {@link Row}s of this schema. Immutable; a changed table
 * is a new object, and change events of one incarnation share one object, so that identity comparison tells "same layout".
 */
public final class TableSchema {
    private final TableId id;
    private final EngineFamily family;
    private final List<ColumnSchema> columns;
    private final @Nullable KeySchema primaryKey;
    private final List<KeySchema> uniqueKeys;
    private final List<ForeignKeySchema> foreignKeys;
    private final List<IndexSchema> indexes;
    private final RowIdentity rowIdentity;
    private final @Nullable ItemShape itemShape;
    private final Map<String, String> objectTags;
    private final Map<String, Integer> ordinals = new HashMap<>();

    private TableSchema(Builder builder) {
        id = requireNonNull(builder.id, "id is null");
        family = requireNonNull(builder.family, "family is null");
        columns = List.copyOf(builder.columns);
        primaryKey = builder.primaryKey;
        uniqueKeys = List.copyOf(builder.uniqueKeys);
        foreignKeys = List.copyOf(builder.foreignKeys);
        indexes = List.copyOf(builder.indexes);
        rowIdentity = builder.rowIdentity;
        itemShape = builder.itemShape;
        objectTags = Map.copyOf(builder.objectTags);
        for (int i = 0; i < columns.size(); i++) {
            if (ordinals.put(columns.get(i).name(), i) != null) {
                throw new IllegalArgumentException("table " + id + " has two columns named "
                        + columns.get(i).name());
            }
        }
    }

    public static Builder builder(TableId id, EngineFamily family) {
        return new Builder(id, family);
    }

    /** A builder that starts out as this schema. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, family);
        builder.columns.addAll(columns);
        builder.primaryKey = primaryKey;
        builder.uniqueKeys.addAll(uniqueKeys);
        builder.foreignKeys.addAll(foreignKeys);
        builder.indexes.addAll(indexes);
        builder.rowIdentity = rowIdentity;
        builder.itemShape = itemShape;
        builder.objectTags = objectTags;
        return builder;
    }

    public TableId id() {
        return id;
    }

    /** Whose words {@link ColumnSchema#nativeType()} and the expressions are. */
    public EngineFamily family() {
        return family;
    }

    public List<ColumnSchema> columns() {
        return columns;
    }

    public int columnCount() {
        return columns.size();
    }

    public ColumnSchema column(int ordinal) {
        return columns.get(ordinal);
    }

    /** Where the column stands in {@link #columns()}; empty if there is none of that exact name. */
    public OptionalInt ordinal(String columnName) {
        Integer ordinal = ordinals.get(columnName);
        return ordinal == null ? OptionalInt.empty() : OptionalInt.of(ordinal);
    }

    /** The ordinals of the named columns, which must exist. */
    public int[] ordinals(List<String> columnNames) {
        int[] result = new int[columnNames.size()];
        for (int i = 0; i < result.length; i++) {
            Integer ordinal = ordinals.get(columnNames.get(i));
            if (ordinal == null) {
                throw new IllegalArgumentException("table " + id + " has no column " + columnNames.get(i));
            }
            result[i] = ordinal;
        }
        return result;
    }

    public Optional<KeySchema> primaryKey() {
        return Optional.ofNullable(primaryKey);
    }

    /** Unique keys over whole columns, without the primary key. */
    public List<KeySchema> uniqueKeys() {
        return uniqueKeys;
    }

    public List<ForeignKeySchema> foreignKeys() {
        return foreignKeys;
    }

    /** Secondary indexes, without primary and unique keys. */
    public List<IndexSchema> indexes() {
        return indexes;
    }

    public RowIdentity rowIdentity() {
        return rowIdentity;
    }

    /** What its rows become where items are kept instead of rows; empty unless a rule says so. */
    public Optional<ItemShape> itemShape() {
        return Optional.ofNullable(itemShape);
    }

    /** What its files are tagged with where a target keeps files; empty unless a rule says so. */
    public Map<String, String> objectTags() {
        return objectTags;
    }

    /** The primary key, else the first unique key whose columns can't be NULL: what tells one row from every other. */
    public Optional<KeySchema> identifyingKey() {
        if (primaryKey != null) {
            return Optional.of(primaryKey);
        }
        return uniqueKeys.stream()
                .filter(key -> key.columns().stream()
                        .noneMatch(
                                name -> columns.get(ordinals(List.of(name))[0]).nullable()))
                .findFirst();
    }

    @Override
    public String toString() {
        return "TableSchema[" + id + ", " + columns.size() + " columns]";
    }

    /** Builds a {@link TableSchema}; not thread-safe. */
    public static final class Builder {
        private TableId id;
        private final EngineFamily family;
        private final List<ColumnSchema> columns = new ArrayList<>();
        private @Nullable KeySchema primaryKey;
        private final List<KeySchema> uniqueKeys = new ArrayList<>();
        private final List<ForeignKeySchema> foreignKeys = new ArrayList<>();
        private final List<IndexSchema> indexes = new ArrayList<>();
        private RowIdentity rowIdentity = RowIdentity.KEY;
        private @Nullable ItemShape itemShape;
        private Map<String, String> objectTags = Map.of();

        private Builder(TableId id, EngineFamily family) {
            this.id = id;
            this.family = family;
        }

        public Builder id(TableId newId) {
            this.id = newId;
            return this;
        }

        public Builder column(ColumnSchema column) {
            columns.add(column);
            return this;
        }

        /** Puts these columns in place of all added so far. */
        public Builder columns(List<ColumnSchema> newColumns) {
            columns.clear();
            columns.addAll(newColumns);
            return this;
        }

        public Builder primaryKey(@Nullable KeySchema key) {
            primaryKey = key;
            return this;
        }

        public Builder uniqueKeys(List<KeySchema> keys) {
            uniqueKeys.clear();
            uniqueKeys.addAll(keys);
            return this;
        }

        public Builder foreignKeys(List<ForeignKeySchema> keys) {
            foreignKeys.clear();
            foreignKeys.addAll(keys);
            return this;
        }

        public Builder indexes(List<IndexSchema> newIndexes) {
            indexes.clear();
            indexes.addAll(newIndexes);
            return this;
        }

        public Builder rowIdentity(RowIdentity identity) {
            rowIdentity = identity;
            return this;
        }

        public Builder itemShape(@Nullable ItemShape shape) {
            itemShape = shape;
            return this;
        }

        public Builder objectTags(Map<String, String> tags) {
            objectTags = tags;
            return this;
        }

        public TableSchema build() {
            return new TableSchema(this);
        }
    }
}
