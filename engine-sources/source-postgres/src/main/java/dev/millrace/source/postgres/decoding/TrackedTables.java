package dev.millrace.source.postgres.decoding;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.KeySchema;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.source.postgres.catalog.CatalogTable;
import dev.millrace.source.postgres.catalog.ColumnType;
import dev.millrace.source.postgres.decoding.RelationMessage.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Follows the task's tables through the log. A relation message fits the schema that the engine knows, or makes a new
 * incarnation: columns as the log has them, keys and the rest from the catalogue as far as that fits. Belongs to one thread.
 */
public final class TrackedTables implements RelationResolver {
    private final Map<Long, Tracked> byOid = new HashMap<>();
    private final Map<TableId, Tracked> byName = new HashMap<>();
    private final TableLookup lookup;

    /** A table and what the engine knows of it. */
    private static final class Tracked {
        private final TableId id;
        private TableSchema schema;
        private boolean seenUnderItsName;

        Tracked(TableSchema schema) {
            this.id = schema.id();
            this.schema = schema;
        }
    }

    /**
     * @param known the tables as the engine knows them
     * @param current the same tables in the catalogue, as far as they are there
     */
    public TrackedTables(List<TableSchema> known, Collection<CatalogTable> current, TableLookup lookup) {
        this.lookup = lookup;
        for (TableSchema schema : known) {
            byName.put(schema.id(), new Tracked(schema));
        }
        for (CatalogTable table : current) {
            Tracked tracked = byName.get(table.schema().id());
            if (tracked != null) {
                byOid.put(table.oid(), tracked);
            }
        }
    }

    @Override
    public Resolution resolve(RelationMessage message) {
        long oid = message.oid() & 0xFFFFFFFFL;
        Tracked tracked = byOid.getOrDefault(oid, byName.get(message.id()));
        if (tracked == null) {
            return Resolution.NOT_REPLICATED;
        }
        byOid.put(oid, tracked);
        requireSameName(tracked, message.id());
        TableSchema known = tracked.schema;
        List<ColumnSchema> carried = carried(message, known);
        List<ColumnSchema> wanted = withoutGenerated(known);
        RowIdentity identity = identity(message, known);
        if (sameShape(carried, wanted) && identity == known.rowIdentity()) {
            return new Resolution(relation(message, known), null);
        }
        TableSchema next = next(known, carried, identity, sameShape(carried, wanted));
        tracked.schema = next;
        return new Resolution(relation(message, next), new SchemaChange(known, next));
    }

    private static void requireSameName(Tracked tracked, TableId name) {
        if (name.equals(tracked.id)) {
            tracked.seenUnderItsName = true;
        } else if (tracked.seenUnderItsName) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "table " + tracked.id + " was renamed to " + name
                            + "; rename it back, or name the new table in the table mappings and load it");
        }
    }

    /** Old rows that lack a column of the engine's key do not identify. */
    private static RowIdentity identity(RelationMessage message, TableSchema known) {
        RowIdentity logged = message.rowIdentity();
        if (logged != RowIdentity.KEY) {
            return logged;
        }
        List<String> logs =
                message.columns().stream().filter(Column::key).map(Column::name).toList();
        List<String> key = known.identifyingKey().map(KeySchema::columns).orElse(List.of());
        return logs.containsAll(key) ? RowIdentity.KEY : RowIdentity.NOTHING;
    }

    private static List<ColumnSchema> withoutGenerated(TableSchema schema) {
        return schema.columns().stream()
                .filter(column -> column.fill() != Fill.GENERATED)
                .toList();
    }

    private List<ColumnSchema> carried(RelationMessage message, TableSchema known) {
        List<ColumnType> types =
                lookup.types(message.columns().stream().map(Column::type).toList());
        List<ColumnSchema> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            String name = message.columns().get(i).name();
            ColumnType type = types.get(i);
            OptionalInt ordinal = known.ordinal(name);
            ColumnSchema before = ordinal.isPresent() ? known.column(ordinal.getAsInt()) : null;
            columns.add(before != null && sameType(before, type.nativeType()) ? before : column(name, type));
        }
        return columns;
    }

    private static ColumnSchema column(String name, ColumnType type) {
        WireForm wire = type.wire();
        return new ColumnSchema(name, type.type(), type.nativeType(), true, Fill.DEFAULT, null, wire);
    }

    private static boolean sameType(ColumnSchema column, String nativeType) {
        return column.nativeType().equals(nativeType) || column.nativeType().startsWith(nativeType + " COLLATE ");
    }

    private static boolean sameShape(List<ColumnSchema> carried, List<ColumnSchema> wanted) {
        if (carried.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < carried.size(); i++) {
            ColumnSchema left = carried.get(i);
            ColumnSchema right = wanted.get(i);
            if (!left.name().equals(right.name()) || !left.nativeType().equals(right.nativeType())) {
                return false;
            }
        }
        return true;
    }

    private TableSchema next(TableSchema known, List<ColumnSchema> carried, RowIdentity identity, boolean sameShape) {
        if (sameShape) {
            return known.toBuilder().rowIdentity(identity).build();
        }
        Optional<TableSchema> now = lookup.table(known.id()).map(CatalogTable::schema);
        if (now.isPresent() && sameNamesAndTypes(carried, withoutGenerated(now.get()))) {
            return now.get().toBuilder().rowIdentity(identity).build();
        }
        return historic(now.orElse(known), carried, identity);
    }

    private static boolean sameNamesAndTypes(List<ColumnSchema> carried, List<ColumnSchema> now) {
        if (carried.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < carried.size(); i++) {
            String type = carried.get(i).nativeType();
            String plain = type.contains(" COLLATE ") ? type.substring(0, type.indexOf(" COLLATE ")) : type;
            if (!carried.get(i).name().equals(now.get(i).name()) || !sameType(now.get(i), plain)) {
                return false;
            }
        }
        return true;
    }

    /** A shape that is no more: what the catalogue says now holds as far as its columns are there. */
    private static TableSchema historic(TableSchema now, List<ColumnSchema> carried, RowIdentity identity) {
        List<String> names = carried.stream().map(ColumnSchema::name).toList();
        return now.toBuilder()
                .columns(carried)
                .primaryKey(now.primaryKey()
                        .filter(key -> names.containsAll(key.columns()))
                        .orElse(null))
                .uniqueKeys(now.uniqueKeys().stream()
                        .filter(key -> names.containsAll(key.columns()))
                        .toList())
                .foreignKeys(now.foreignKeys().stream()
                        .filter(key -> names.containsAll(key.columns()))
                        .toList())
                .indexes(now.indexes().stream()
                        .filter(index -> !index.columns().isEmpty() && names.containsAll(index.columns()))
                        .toList())
                .rowIdentity(identity)
                .build();
    }

    private static Relation relation(RelationMessage message, TableSchema schema) {
        int count = message.columns().size();
        int[] ordinals = new int[count];
        boolean[] keys = new boolean[count];
        for (int i = 0; i < count; i++) {
            Column column = message.columns().get(i);
            ordinals[i] = schema.ordinal(column.name()).orElseThrow();
            keys[i] = column.key();
        }
        return new Relation(schema, ordinals, keys);
    }
}
