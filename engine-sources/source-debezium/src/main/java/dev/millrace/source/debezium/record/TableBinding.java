package dev.millrace.source.debezium.record;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.connector.Connector;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How rows under one description by the connector become rows of one table. Belongs to one thread. */
final class TableBinding {
    private final Schema envelope;
    private final Field operation;
    private final Field before;
    private final Field after;
    private final TableSchema table;
    private final @Nullable Field[] fields;
    private final @Nullable ValueWriter[] writers;
    private final boolean[] identifying;
    private final boolean[] toldWhenChanged;
    private final Unavailable unavailable;

    /**
     * Binds each column of the table to the field of its name; a column without one is absent in every row.
     *
     * @param envelope what the connector says of the record as a whole
     */
    TableBinding(Connector connector, Schema envelope, TableSchema table, Unavailable unavailable) {
        this.envelope = envelope;
        this.operation = envelope.field("op");
        this.before = envelope.field("before");
        this.after = envelope.field("after");
        this.table = table;
        this.unavailable = unavailable;
        this.fields = new Field[table.columnCount()];
        this.writers = new ValueWriter[table.columnCount()];
        this.identifying = new boolean[table.columnCount()];
        this.toldWhenChanged = new boolean[table.columnCount()];
        Schema rows = after.schema();
        for (int i = 0; i < fields.length; i++) {
            ColumnSchema column = table.column(i);
            Field field = rows.field(column.name());
            if (field != null && column.fill() != ColumnSchema.Fill.GENERATED) {
                fields[i] = field;
                writers[i] = connector.values(column, field.schema());
                toldWhenChanged[i] = connector.isToldWhenChanged(column);
            }
        }
        if (table.rowIdentity() == RowIdentity.FULL) {
            Arrays.fill(identifying, true);
        } else {
            table.identifyingKey().ifPresent(key -> {
                for (int ordinal : table.ordinals(key.columns())) {
                    identifying[ordinal] = true;
                }
            });
        }
    }

    Schema envelope() {
        return envelope;
    }

    TableSchema table() {
        return table;
    }

    /** What happened to a row, by the letter that the connector gives it. */
    String operation(Struct change) {
        return (String) change.get(operation);
    }

    /** The row as it is after the change. */
    Row after(Struct change, RowBuffer rows) {
        Struct values = (Struct) change.get(after);
        Struct old = (Struct) change.get(before);
        rows.begin(fields.length);
        for (int i = 0; i < fields.length; i++) {
            if (toldWhenChanged[i] && old != null && isNull(values, i) && isNull(old, i)) {
                rows.appendAbsent();
            } else {
                append(values, i, rows);
            }
        }
        return rows.finish();
    }

    private boolean isNull(Struct values, int column) {
        Field field = fields[column];
        return field != null && value(values, field) == null;
    }

    /** A field is found by its number; where there is a default, which would stand for NULL, only by its name. */
    private static @Nullable Object value(Struct values, Field field) {
        return field.schema().defaultValue() == null ? values.get(field) : values.getWithoutDefault(field.name());
    }

    /** The row as it was, if that is told: what does not identify is shown as NULL by connectors whose log does not carry it, and is absent here. */
    @Nullable
    Row before(Struct change, RowBuffer rows) {
        Struct values = (Struct) change.get(before);
        if (values == null) {
            return null;
        }
        rows.begin(fields.length);
        for (int i = 0; i < fields.length; i++) {
            if (identifying[i]) {
                append(values, i, rows);
            } else {
                rows.appendAbsent();
            }
        }
        return rows.finish();
    }

    private void append(Struct values, int column, RowBuffer rows) {
        Field field = fields[column];
        ValueWriter writer = writers[column];
        if (field == null || writer == null) {
            rows.appendAbsent();
            return;
        }
        Object value = value(values, field);
        if (value == null) {
            rows.appendNull();
        } else if (unavailable.is(value)) {
            rows.appendAbsent();
        } else {
            writer.write(value, rows.openValue());
            rows.closeValue();
        }
    }

    /** The sign for a value that the log does not carry, in each of the forms that a column's type gives it. */
    static final class Unavailable {
        private final String text;
        private final byte[] bytes;

        Unavailable(String text) {
            this.text = text;
            this.bytes = text.getBytes(UTF_8);
        }

        boolean is(Object value) {
            if (value instanceof String string) {
                return string.length() == text.length() && string.equals(text);
            }
            if (value instanceof java.nio.ByteBuffer buffer) {
                return buffer.remaining() == bytes.length && Arrays.equals(Bytes.of(value), bytes);
            }
            if (value instanceof byte[] array) {
                return Arrays.equals(array, bytes);
            }
            if (value instanceof List<?> list) {
                return list.size() == 1 && text.equals(list.get(0));
            }
            return value instanceof Map<?, ?> map && map.size() == 1 && isKeyOf(map.keySet());
        }

        private boolean isKeyOf(Collection<?> keys) {
            return keys.contains(text);
        }
    }
}
