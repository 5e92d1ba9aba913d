package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An attribute for each column. */
final class ColumnLayout implements ItemLayout {
    private final TableSchema table;
    private final String[] names;
    private final long[] nameBytes;
    private final int[] key;
    private final int[] others;
    private final ByteBuilder scratch = new ByteBuilder();

    ColumnLayout(TableSchema table, ItemKey key) {
        this.table = table;
        this.names = table.columns().stream().map(ColumnSchema::name).toArray(String[]::new);
        this.nameBytes = Arrays.stream(names).mapToLong(ItemSize::of).toArray();
        this.key = table.ordinals(key.names());
        this.others = IntStream.range(0, table.columnCount())
                .filter(column -> !key.names().contains(names[column]))
                .toArray();
    }

    @Override
    public String tableName() {
        return table.id().table();
    }

    @Override
    public List<String> keyNames() {
        return Arrays.stream(key).mapToObj(column -> names[column]).toList();
    }

    @Override
    public void write(Row row, AttributeWriter into) {
        checkSize(writeKey(row, into) + writeOthers(row, into));
    }

    private long writeKey(Row row, AttributeWriter into) {
        long bytes = 0;
        for (int column : key) {
            bytes += writeKey(row, column, into);
        }
        return bytes;
    }

    private long writeKey(Row row, int column, AttributeWriter into) {
        if (row.length(column) <= 0) {
            throw ItemLimits.emptyKey(table, names[column]);
        }
        long bytes = writeColumn(row, column, into);
        ItemLimits.checkKey(table, column == key[0], names[column], scratch.size());
        return bytes;
    }

    private long writeOthers(Row row, AttributeWriter into) {
        long bytes = 0;
        for (int column : others) {
            if (row.isPresent(column) && !row.isNull(column)) {
                bytes += writeColumn(row, column, into);
            }
        }
        return bytes;
    }

    /** Tells how much the attribute takes. */
    private long writeColumn(Row row, int column, AttributeWriter into) {
        AttributeValue.Type type = AttributeValues.read(table.column(column), row, column, scratch);
        into.column(names[column], type, scratch);
        return nameBytes[column] + ItemSize.of(type, scratch);
    }

    private void checkSize(long bytes) {
        if (bytes > ItemLimits.LARGEST_ITEM_BYTES) {
            throw ItemLimits.tooLarge(table);
        }
    }

    @Override
    public Map<String, AttributeValue> key(Row row) {
        SdkItem item = new SdkItem();
        writeKey(row, item);
        return item.attributes();
    }

    @Override
    public ItemEdit edit(Row before, Row after) {
        SdkItem told = new SdkItem();
        checkSize(writeOthers(after, told));
        Map<AttributePath, AttributeValue> values = new LinkedHashMap<>();
        told.attributes().forEach((name, value) -> values.put(AttributePath.of(name), value));
        List<AttributePath> removed = new ArrayList<>();
        for (int column : others) {
            if (after.isNull(column)) {
                removed.add(AttributePath.of(names[column]));
            }
        }
        return new ItemEdit(values, removed);
    }

    @Override
    public Map<String, AttributeValue> movedKey(Row before, Row after) {
        SdkItem moved = new SdkItem();
        for (int column : key) {
            if (after.isPresent(column)) {
                writeKey(after, column, moved);
            }
        }
        return moved.attributes();
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
}
