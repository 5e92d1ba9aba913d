package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Mappings to a target of another family, which can't read the source's generation expressions: generated columns, whose values no
 * log carries, are left out rather than left NULL, and so are keys and indexes over them.
 */
public final class WithoutGeneratedColumns implements TableMappings {
    private final TableMappings mappings;

    public WithoutGeneratedColumns(TableMappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public boolean selects(TableId source) {
        return mappings.selects(source);
    }

    @Override
    public TableRoute route(TableSchema source) {
        TableRoute route = mappings.route(source);
        TableSchema wanted = route.wanted();
        int[] kept = IntStream.range(0, wanted.columnCount())
                .filter(i -> wanted.column(i).fill() != ColumnSchema.Fill.GENERATED)
                .toArray();
        if (kept.length == wanted.columnCount()) {
            return route;
        }
        List<ColumnSchema> columns = IntStream.of(kept).mapToObj(wanted::column).toList();
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        TableSchema without = wanted.toBuilder()
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
        int[] projection = IntStream.of(kept)
                .filter(column -> !route.isAdded(column))
                .map(route::sourceOrdinal)
                .toArray();
        return new TableRoute(source, without, projection, route.added());
    }

    private static List<KeySchema> keysWithin(List<KeySchema> keys, Set<String> names) {
        return keys.stream().filter(key -> names.containsAll(key.columns())).toList();
    }

    private static List<IndexSchema> indexesWithin(List<IndexSchema> indexes, Set<String> names) {
        return indexes.stream()
                .filter(index -> names.containsAll(index.columns()))
                .toList();
    }

    @Override
    public void checkTargets(Collection<TableId> sources) {
        mappings.checkTargets(sources);
    }

    @Override
    public Optional<ChunkPolicy> chunkPolicy(TableId source) {
        return mappings.chunkPolicy(source);
    }

    @Override
    public int loadOrder(TableId source) {
        return mappings.loadOrder(source);
    }
}
