package dev.millrace.sink.dynamodb.item;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How rows of one table become items: an attribute for each column, none for NULL. Belongs to one thread. */
public final class ItemLayout {
    private static final int LARGEST_ITEM_BYTES = 400 * 1024;
    private static final int LARGEST_PARTITION_KEY_BYTES = 2048;
    private static final int LARGEST_SORT_KEY_BYTES = 1024;

    private final TableSchema table;
    private final int[] key;
    private final int nameBytes;
    private final ByteBuilder scratch = new ByteBuilder();

    /** @param table has a key that an item can have */
    public ItemLayout(TableSchema table) {
        this.table = table;
        this.key = ItemKey.of(table)
                .map(found -> table.ordinals(found.columns()))
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISMATCH,
                        "table " + table.id()
                                + " has no key of one or two columns, which is what items are told apart by"));
        this.nameBytes = table.columns().stream()
                .mapToInt(column -> column.name().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /** The name of the target. */
    public String tableName() {
        return table.id().table();
    }

    /** The names of the key's attributes. */
    public List<String> keyNames() {
        List<String> names = new ArrayList<>();
        for (int column : key) {
            names.add(table.column(column).name());
        }
        return names;
    }

    /**
     * Every value that the row carries.
     *
     * @throws ReplicationException {@code TARGET_VALUE_REFUSED} if no item holds them
     */
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
        if (bytes > LARGEST_ITEM_BYTES) {
            throw refused("is larger than the 400 KB that an item may have");
        }
        return item;
    }

    /** The item's key. */
    public Map<String, AttributeValue> key(Row row) {
        Map<String, AttributeValue> item = new HashMap<>();
        for (int i = 0; i < key.length; i++) {
            String name = table.column(key[i]).name();
            if (row.length(key[i]) <= 0) {
                throw refused("has no value or an empty one in key column " + name);
            }
            item.put(name, value(row, key[i]));
            if (scratch.size() > (i == 0 ? LARGEST_PARTITION_KEY_BYTES : LARGEST_SORT_KEY_BYTES)) {
                throw refused("has a value that is too long for a key in column " + name);
            }
        }
        return item;
    }

    /** Columns that the row carries as NULL. */
    public List<String> nulls(Row row) {
        List<String> names = new ArrayList<>();
        for (int column = 0; column < table.columnCount(); column++) {
            if (row.isNull(column)) {
                names.add(table.column(column).name());
            }
        }
        return names;
    }

    /** Whether an update to {@code after} gives the row another key. */
    public boolean movesKey(Row before, Row after) {
        for (int column : key) {
            if (after.isPresent(column) && !after.sameValue(before, column)) {
                return true;
            }
        }
        return false;
    }

    private AttributeValue value(Row row, int column) {
        return AttributeValues.of(table.column(column), row, column, scratch);
    }

    private ReplicationException refused(String why) {
        return new ReplicationException(ErrorCode.TARGET_VALUE_REFUSED, "a row of table " + table.id() + " " + why);
    }
}
