package dev.millrace.sink.dynamodb.item;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableSchema;

/** How large items and their keys may be. */
final class ItemLimits {
    static final int LARGEST_ITEM_BYTES = 400 * 1024;

    private static final int LARGEST_PARTITION_KEY_BYTES = 2048;
    private static final int LARGEST_SORT_KEY_BYTES = 1024;

    private ItemLimits() {}

    /** Refuses a value that is too long for a key. */
    static void checkKey(TableSchema table, boolean isPartition, String name, int bytes) {
        if (bytes > (isPartition ? LARGEST_PARTITION_KEY_BYTES : LARGEST_SORT_KEY_BYTES)) {
            throw refused(table, "has a value that is too long for key attribute " + name);
        }
    }

    static ReplicationException emptyKey(TableSchema table, String name) {
        return refused(table, "has no value or an empty one for key attribute " + name);
    }

    static ReplicationException tooLarge(TableSchema table) {
        return refused(table, "is larger than the 400 KB that an item may have");
    }

    static ReplicationException refused(TableSchema table, String why) {
        return new ReplicationException(ErrorCode.TARGET_VALUE_REFUSED, "a row of table " + table.id() + " " + why);
    }
}
