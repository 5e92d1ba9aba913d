package dev.millrace.source.debezium.record;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import dev.millrace.source.debezium.record.TableBinding.Unavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the task as this reading of the log knows them. The connector describes a table anew when its shape has changed; then the
 * catalogue is read again. Belongs to one thread.
 */
final class TableBindings {
    private final Connector connector;
    private final Function<TableId, Optional<TableSchema>> catalogue;
    private final Unavailable unavailable;
    private final Map<TableId, TableSchema> tables = new HashMap<>();
    private final Map<String, TableBinding> byTopic = new HashMap<>();
    private final IdentityHashMap<Schema, TableBinding> byEnvelope = new IdentityHashMap<>();

    TableBindings(
            Connector connector,
            List<TableSchema> tables,
            Function<TableId, Optional<TableSchema>> catalogue,
            Unavailable unavailable) {
        this.connector = connector;
        this.catalogue = catalogue;
        this.unavailable = unavailable;
        tables.forEach(table -> this.tables.put(table.id(), table));
    }

    /** The binding of changes that the connector describes like that, if it is the last way in which it has described their table. */
    @Nullable
    TableBinding known(@Nullable Schema envelope) {
        return byEnvelope.get(envelope);
    }

    /**
     * A new binding for a change's table; null if the table is none of the task's.
     *
     * @param changes takes a new shape of the table, which holds from this record on
     */
    @Nullable
    TableBinding bind(SourceRecord record, Struct value, Consumer<SchemaChange> changes) {
        Schema envelope = record.valueSchema();
        TableSchema table = tables.get(connector.table(value.getStruct("source")));
        if (table == null) {
            return null;
        }
        TableBinding before = byTopic.get(record.topic());
        TableSchema now = current(table, envelope.field("after").schema(), before != null);
        if (now != table) {
            tables.put(now.id(), now);
            changes.accept(new SchemaChange(table, now));
        }
        TableBinding binding = new TableBinding(connector, envelope, now, unavailable);
        byTopic.put(record.topic(), binding);
        if (before != null) {
            byEnvelope.remove(before.envelope());
        }
        byEnvelope.put(envelope, binding);
        return binding;
    }

    private TableSchema current(TableSchema known, Schema rows, boolean describedAnew) {
        List<String> told = rows.fields().stream().map(Field::name).toList();
        if (!describedAnew && named(known, told)) {
            return known;
        }
        Optional<TableSchema> now = catalogue.apply(known.id());
        if (now.isPresent() && named(now.get(), told)) {
            return sameShape(known, now.get()) ? known : now.get();
        }
        now.ifPresent(table -> table.columns().stream()
                .filter(column -> column.fill() != Fill.GENERATED && !told.contains(column.name()))
                .forEach(column -> connector.lacks(table, column)));
        return named(known, told) ? known : historic(known, now.orElse(known), told);
    }

    private static boolean named(TableSchema table, List<String> told) {
        long written = 0;
        for (ColumnSchema column : table.columns()) {
            boolean carried = told.contains(column.name());
            if (!carried && column.fill() != Fill.GENERATED) {
                return false;
            }
            written += carried ? 1 : 0;
        }
        return written == told.size();
    }

    private static boolean sameShape(TableSchema a, TableSchema b) {
        return a.columns().equals(b.columns())
                && a.primaryKey().equals(b.primaryKey())
                && a.uniqueKeys().equals(b.uniqueKeys())
                && a.rowIdentity() == b.rowIdentity();
    }

    /** A shape that is no more: what the catalogue says now, and what was known before, hold as far as the columns were there. */
    private static TableSchema historic(TableSchema known, TableSchema now, List<String> told) {
        List<ColumnSchema> columns = new ArrayList<>();
        for (String name : told) {
            columns.add(column(name, now)
                    .or(() -> column(name, known))
                    .orElseThrow(() -> new ReplicationException(
                            ErrorCode.SOURCE_SCHEMA_UNKNOWN,
                            "the log has rows of table " + known.id() + " with a column " + name
                                    + ", which is not there any more; reload the table")));
        }
        return now.toBuilder()
                .columns(columns)
                .primaryKey(now.primaryKey()
                        .filter(key -> told.containsAll(key.columns()))
                        .orElse(null))
                .uniqueKeys(kept(now.uniqueKeys(), told))
                .foreignKeys(now.foreignKeys().stream()
                        .filter(key -> told.containsAll(key.columns()))
                        .toList())
                .indexes(now.indexes().stream()
                        .filter(index -> !index.columns().isEmpty() && told.containsAll(index.columns()))
                        .toList())
                .build();
    }

    private static List<KeySchema> kept(List<KeySchema> keys, List<String> told) {
        return keys.stream().filter(key -> told.containsAll(key.columns())).toList();
    }

    private static Optional<ColumnSchema> column(String name, TableSchema table) {
        OptionalInt ordinal = table.ordinal(name);
        return ordinal.isPresent() ? Optional.of(table.column(ordinal.getAsInt())) : Optional.empty();
    }
}
