package dev.millrace.apply;

import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Changes made by hand; an absent value is written as {@link #ABSENT}. */
final class SampleChanges {
    static final String ABSENT = "(absent)";

    private SampleChanges() {}

    static TargetTable table(TableSchema schema, ConflictCatalog catalog) {
        return table(schema, schema, catalog);
    }

    /** @param target what the target has, where that is more */
    static TargetTable table(TableSchema schema, TableSchema target, ConflictCatalog catalog) {
        return table(schema, target, false, catalog);
    }

    /** One that a foreign key refers to. */
    static TargetTable parent(TableSchema schema, ConflictCatalog catalog) {
        return table(schema, schema, true, catalog);
    }

    private static TargetTable table(
            TableSchema schema, TableSchema target, boolean isParent, ConflictCatalog catalog) {
        catalog.put(schema, target);
        return new TargetTable(
                new TableRoute(
                        schema, schema, IntStream.range(0, schema.columnCount()).toArray()),
                target,
                isParent,
                0,
                LoadWindow.NONE,
                new TableCounters(schema.id()),
                catalog);
    }

    static RowChange insert(TargetTable table, @Nullable String... values) {
        return new RowChange(table, RowChange.Kind.INSERT, null, row(values), false);
    }

    static RowChange update(TargetTable table, @Nullable Row before, @Nullable String... values) {
        return new RowChange(table, RowChange.Kind.UPDATE, before, row(values), false);
    }

    static RowChange delete(TargetTable table, @Nullable String... values) {
        return new RowChange(table, RowChange.Kind.DELETE, row(values), null, false);
    }

    static RowChange truncate(TargetTable table) {
        return new RowChange(table, RowChange.Kind.TRUNCATE, null, null, false);
    }

    static Row row(@Nullable String... values) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(values.length);
        for (String value : values) {
            if (value == null) {
                buffer.appendNull();
            } else if (value.equals(ABSENT)) {
                buffer.appendAbsent();
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                buffer.append(bytes, 0, bytes.length);
            }
        }
        return buffer.finish();
    }
}
