package dev.millrace.sink.dynamodb.item;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What an update does to an item; what it does not speak of stays as it is.
 *
 * @param values what is there afterwards
 * @param removed what is not there afterwards
 */
public record ItemEdit(Map<AttributePath, AttributeValue> values, List<AttributePath> removed) {
    public ItemEdit {
        values = new LinkedHashMap<>(values);
        removed = List.copyOf(removed);
    }

    /** The item as it is afterwards, what it had before first. */
    public Map<String, AttributeValue> appliedTo(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> edited = new LinkedHashMap<>(item);
        removed.forEach(path -> remove(edited, path.names()));
        values.forEach((path, value) -> set(edited, path.names(), value));
        return edited;
    }

    private static void set(Map<String, AttributeValue> item, List<String> names, AttributeValue value) {
        if (names.size() == 1) {
            item.put(names.get(0), value);
        } else {
            Map<String, AttributeValue> members = members(item, names.get(0));
            set(members, names.subList(1, names.size()), value);
            item.put(names.get(0), AttributeValue.fromM(members));
        }
    }

    private static void remove(Map<String, AttributeValue> item, List<String> names) {
        if (names.size() == 1) {
            item.remove(names.get(0));
        } else if (item.containsKey(names.get(0))) {
            Map<String, AttributeValue> members = members(item, names.get(0));
            remove(members, names.subList(1, names.size()));
            item.put(names.get(0), AttributeValue.fromM(members));
        }
    }

    private static Map<String, AttributeValue> members(Map<String, AttributeValue> item, String name) {
        AttributeValue found = item.get(name);
        return found == null || !found.hasM() ? new HashMap<>() : new HashMap<>(found.m());
    }
}
