package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

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
        return NarrowedRoute.of(route, column -> route.wanted().column(column).fill() != ColumnSchema.Fill.GENERATED);
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

    @Override
    public OptionalInt lobLimit(TableId source) {
        return mappings.lobLimit(source);
    }
}
