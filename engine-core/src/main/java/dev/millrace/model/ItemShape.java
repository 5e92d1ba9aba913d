package dev.millrace.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import static java.util.Objects.requireNonNull;

/**
 * What rows of a table become on a target that keeps items instead of rows, where an object-mapping rule says so.
 *
 * @param kind where columns go that are not excluded
 * @param key the names of the key's attributes: of the partition, and of the order within it if there is one; one that nothing is said about
 *     is the column of that name
 * @param excluded columns that do not become attributes by themselves; templates may take them all the same
 * @param attributes what attributes are made of, by their names; one that is named as a column stands in its place
 */
public record ItemShape(Kind kind, List<String> key, Set<String> excluded, Map<String, ItemTemplate> attributes) {

    /** {@code rule-action} of an object-mapping rule. */
    public enum Kind {
        /** Each column becomes an attribute of the item. */
        MAP_RECORD_TO_RECORD,
        /** Each column becomes a member of the one attribute {@link #DOCUMENT}. */
        MAP_RECORD_TO_DOCUMENT
    }

    /** The attribute that holds all columns of a {@link Kind#MAP_RECORD_TO_DOCUMENT}. */
    public static final String DOCUMENT = "_doc";

    private static final int MOST_KEY_ATTRIBUTES = 2;

    public ItemShape {
        requireNonNull(kind, "kind is null");
        key = List.copyOf(key);
        excluded = Set.copyOf(excluded);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        if (key.isEmpty() || key.size() > MOST_KEY_ATTRIBUTES) {
            throw new IllegalArgumentException("an item's key has one or two attributes, not " + key.size());
        }
    }

    /** The columns that the key is made of. */
    public Set<String> keyColumns() {
        Set<String> columns = new LinkedHashSet<>();
        for (String name : key) {
            ItemTemplate template = attributes.get(name);
            columns.addAll(template == null ? Set.of(name) : template.columns());
        }
        return columns;
    }

    /** The same shape over columns of other names; the attributes keep theirs. */
    public ItemShape renamed(UnaryOperator<String> names) {
        Map<String, ItemTemplate> renamed = new LinkedHashMap<>();
        attributes.forEach((name, template) -> renamed.put(name, template.renamed(names)));
        Set<String> left = new LinkedHashSet<>();
        excluded.forEach(column -> left.add(names.apply(column)));
        return new ItemShape(kind, key, left, renamed);
    }
}
