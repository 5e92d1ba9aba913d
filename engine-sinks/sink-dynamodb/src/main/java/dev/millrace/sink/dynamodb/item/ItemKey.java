package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import java.util.List;
import java.util.Optional;

/**
 * By which columns a table's items are told apart: those of the key that identifies its rows.
 *
 * @param columns the partition key's, and the sort key's if there is one
 */
public record ItemKey(List<String> columns) {
    private static final int MOST_COLUMNS = 2;

    public ItemKey {
        columns = List.copyOf(columns);
    }

    /** Empty if the table has no key, or one of more columns than an item's key may have. */
    public static Optional<ItemKey> of(TableSchema table) {
        return table.identifyingKey()
                .map(KeySchema::columns)
                .filter(columns -> columns.size() <= MOST_COLUMNS)
                .map(ItemKey::new);
    }

    public String partition() {
        return columns.get(0);
    }

    public Optional<String> sort() {
        return columns.size() == MOST_COLUMNS ? Optional.of(columns.get(1)) : Optional.empty();
    }
}
