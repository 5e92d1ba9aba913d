package dev.millrace.sink.dynamodb.item;

import java.util.List;

/**
 * Where a value stands in an item.
 *
 * @param names the attribute's name; or a map's and the name of a member of it
 */
public record AttributePath(List<String> names) {
    public AttributePath {
        names = List.copyOf(names);
    }

    static AttributePath of(String... names) {
        return new AttributePath(List.of(names));
    }
}
