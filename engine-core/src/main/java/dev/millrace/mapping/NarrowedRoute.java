package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A route without some of its columns, and without the keys and indexes over them; limits come later. */
final class NarrowedRoute {
    private NarrowedRoute() {}

    /**
     * The route with those columns only; the same if that is all of them.
     *
     * @param kept of the ordinals of wanted columns; those that come from no column of the source are kept anyway
     */
    static TableRoute of(TableRoute route, IntPredicate kept) {
        TableSchema wanted = route.wanted();
        int[] columns = IntStream.range(0, wanted.columnCount())
                .filter(column -> route.isAdded(column) || kept.test(column))
                .toArray();
        if (columns.length == wanted.columnCount()) {
            return route;
        }
        int[] projection = IntStream.of(columns)
                .filter(column -> !route.isAdded(column))
                .map(route::sourceOrdinal)
                .toArray();
        return new TableRoute(
                route.source(),
                without(wanted, IntStream.of(columns).mapToObj(wanted::column).toList()),
                projection,
                route.added(),
                LobLimits.NONE);
    }

    private static TableSchema without(TableSchema wanted, List<ColumnSchema> columns) {
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        return wanted.toBuilder()
                .columns(columns)
                .primaryKey(wanted.primaryKey()
                        .filter(key -> names.containsAll(key.columns()))
                        .orElse(null))
                .uniqueKeys(keysWithin(wanted.uniqueKeys(), names))
                .foreignKeys(wanted.foreignKeys().stream()
                        .filter(key -> names.containsAll(key.columns()))
                        .toList())
                .indexes(indexesWithin(wanted.indexes(), names))
                .build();
    }

    private static List<KeySchema> keysWithin(List<KeySchema> keys, Set<String> names) {
        return keys.stream().filter(key -> names.containsAll(key.columns())).toList();
    }

    private static List<IndexSchema> indexesWithin(List<IndexSchema> indexes, Set<String> names) {
        return indexes.stream()
                .filter(index -> names.containsAll(index.columns()))
                .toList();
    }
}
