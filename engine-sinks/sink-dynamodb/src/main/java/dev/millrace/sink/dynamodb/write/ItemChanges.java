package dev.millrace.sink.dynamodb.write;

import dev.millrace.model.Row;
import dev.millrace.sink.dynamodb.item.ItemEdit;
import dev.millrace.sink.dynamodb.item.ItemLayout;
import dev.millrace.sink.dynamodb.write.VersionedItems.Outcome;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is asked of the service for one row, and whether the row was found. A row that this writer has deleted since its last commit counts
 * as found: when a part of a batch was refused, all of it is applied again. Made by one thread, run by many.
 */
final class ItemChanges {
    private record Place(String table, Map<String, AttributeValue> key) {}

    private final VersionedItems items;
    private final Set<Place> deleted = ConcurrentHashMap.newKeySet();

    ItemChanges(VersionedItems items) {
        this.items = items;
    }

    /** Everything so far is committed, and won't be applied again by this writer. */
    void committed() {
        deleted.clear();
    }

    Supplier<Boolean> put(ItemLayout layout, Row row, AttributeValue version) {
        Map<String, AttributeValue> item = layout.item(row);
        return () -> {
            items.put(layout.tableName(), item, version);
            return true;
        };
    }

    Supplier<Boolean> update(ItemLayout layout, Row before, Row after, AttributeValue version) {
        Map<String, AttributeValue> key = layout.key(before);
        ItemEdit edit = layout.edit(before, after);
        Place place = new Place(layout.tableName(), key);
        return () -> items.update(place.table(), key, edit, version) != Outcome.MISSING || deleted.contains(place);
    }

    Supplier<Boolean> delete(ItemLayout layout, Map<String, AttributeValue> key, AttributeValue version) {
        Place place = new Place(layout.tableName(), key);
        return () -> {
            Outcome outcome = items.delete(place.table(), key, version);
            boolean found = outcome != Outcome.MISSING || deleted.contains(place);
            if (outcome == Outcome.DONE) {
                deleted.add(place);
            }
            return found;
        };
    }

    /** The item goes with all it holds, also what the log did not carry. */
    Supplier<Boolean> move(ItemLayout layout, Row before, Row after, AttributeValue version) {
        Map<String, AttributeValue> oldKey = layout.key(before);
        Map<String, AttributeValue> newKey = layout.movedKey(before, after);
        ItemEdit edit = layout.edit(before, after);
        Place from = new Place(layout.tableName(), oldKey);
        return () -> {
            Map<String, AttributeValue> old = items.get(from.table(), oldKey);
            if (old.isEmpty()) {
                return deleted.contains(from);
            }
            Map<String, AttributeValue> moved = edit.appliedTo(items.values(old));
            moved.putAll(newKey);
            if (items.move(from.table(), oldKey, moved, version) == Outcome.DONE) {
                deleted.add(from);
            }
            return true;
        };
    }
}
