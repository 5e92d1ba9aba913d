package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An attribute for each column. */
final class ColumnLayout implements ItemLayout {
    private final TableSchema table;
    private final int[] key;
    private final int nameBytes;
    private final ByteBuilder scratch = new ByteBuilder();

    ColumnLayout(TableSchema table, ItemKey key) {
        this.table = table;
        this.key = table.ordinals(key.names());
        this.nameBytes = table.columns().stream()
                .mapToInt(column -> column.name().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    @Override
    public String tableName() {
        return table.id().table();
    }

    @Override
    public List<String> keyNames() {
        List<String> names = new ArrayList<>();
        for (int column : key) {
            names.add(table.column(column).name());
        }
        return names;
    }

    @Override
    public Map<String, AttributeValue> item(Row row) {
        Map<String, AttributeValue> item = new HashMap<>();
        long bytes = nameBytes;
        for (int column = 0; column < table.columnCount(); column++) {
            if (row.isPresent(column) && !row.isNull(column)) {
                AttributeValue value = value(row, column);
                item.put(table.column(column).name(), value);
                // how much a number takes only the service knows; it is little
                bytes += value.n() == null ? scratch.size() : 1;
            }
        }
        if (bytes > ItemLimits.LARGEST_ITEM_BYTES) {
            throw ItemLimits.tooLarge(table);
        }
        return item;
    }

    @Override
    public Map<String, AttributeValue> key(Row row) {
        Map<String, AttributeValue> item = new HashMap<>();
        for (int column : key) {
            item.put(table.column(column).name(), keyValue(row, column));
        }
        return item;
    }

    @Override
    public ItemEdit edit(Row before, Row after) {
        Map<AttributePath, AttributeValue> values = new HashMap<>();
        item(after).forEach((name, value) -> values.put(AttributePath.of(name), value));
        List<AttributePath> removed = new ArrayList<>();
        for (int column = 0; column < table.columnCount(); column++) {
            if (after.isNull(column)) {
                removed.add(AttributePath.of(table.column(column).name()));
            }
        }
        return new ItemEdit(values, removed).without(Set.copyOf(keyNames()));
    }

    @Override
    public Map<String, AttributeValue> movedKey(Row before, Row after) {
        Map<String, AttributeValue> moved = new HashMap<>();
        for (int column : key) {
            if (after.isPresent(column)) {
                moved.put(table.column(column).name(), keyValue(after, column));
            }
        }
        return moved;
    }

    @Override
    public boolean movesKey(Row before, Row after) {
        for (int column : key) {
            if (after.isPresent(column) && !after.sameValue(before, column)) {
                return true;
            }
        }
        return false;
    }

    private AttributeValue keyValue(Row row, int column) {
        String name = table.column(column).name();
        if (row.length(column) <= 0) {
            throw ItemLimits.emptyKey(table, name);
        }
        AttributeValue value = value(row, column);
        ItemLimits.checkKey(table, column == key[0], name, scratch.size());
        return value;
    }

    private AttributeValue value(Row row, int column) {
        return AttributeValues.of(table.column(column), row, column, scratch);
    }
}
