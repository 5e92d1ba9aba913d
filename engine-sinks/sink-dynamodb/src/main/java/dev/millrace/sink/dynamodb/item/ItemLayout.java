package dev.millrace.sink.dynamodb.item;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How rows of one table become items. Belongs to one thread. Its methods fail with {@code TARGET_VALUE_REFUSED} if no item holds what
 * they are given.
 */
public interface ItemLayout {

    /**
     * As an object-mapping rule has it; else an attribute for each column.
     *
     * @param table has a key that an item can have
     */
    static ItemLayout of(TableSchema table) {
        ItemKey key = ItemKey.of(table)
                .orElseThrow(() -> new ReplicationException(
                        ErrorCode.TARGET_TABLE_MISMATCH,
                        "table " + table.id()
                                + " has no key of one or two columns, which is what items are told apart by"));
        return table.itemShape()
                .<ItemLayout>map(shape -> new MappedLayout(table, shape, key))
                .orElseGet(() -> new ColumnLayout(table, key));
    }

    /** The name of the target. */
    String tableName();

    /** The names of the key's attributes. */
    List<String> keyNames();

    /** A new row's item; NULL becomes no attribute. */
    void write(Row row, AttributeWriter into);

    /** A new row's item as the SDK has it. */
    default Map<String, AttributeValue> item(Row row) {
        SdkItem item = new SdkItem();
        write(row, item);
        return item.attributes();
    }

    /** The key of a row's item. */
    Map<String, AttributeValue> key(Row row);

    /** Whether an update gives the row's item another key. */
    boolean movesKey(Row before, Row after);

    /**
     * What an update does to the row's item beside its key.
     *
     * @param before what the log tells of the row as it was; the new row itself if it tells nothing
     */
    ItemEdit edit(Row before, Row after);

    /** The key of the row's item after an update that moves it, as far as the update tells; the rest is that of the old key. */
    Map<String, AttributeValue> movedKey(Row before, Row after);
}
