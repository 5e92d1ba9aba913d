package dev.millrace.mapping;

import dev.millrace.model.TableId;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/** Other mappings, with routes of its own making. */
abstract class ReroutedMappings implements TableMappings {
    final TableMappings mappings;

    ReroutedMappings(TableMappings mappings) {
        this.mappings = mappings;
    }

    @Override
    public final boolean selects(TableId source) {
        return mappings.selects(source);
    }

    @Override
    public final void checkTargets(Collection<TableId> sources) {
        mappings.checkTargets(sources);
    }

    @Override
    public final Optional<ChunkPolicy> chunkPolicy(TableId source) {
        return mappings.chunkPolicy(source);
    }

    @Override
    public final int loadOrder(TableId source) {
        return mappings.loadOrder(source);
    }

    @Override
    public final OptionalInt lobLimit(TableId source) {
        return mappings.lobLimit(source);
    }
}
