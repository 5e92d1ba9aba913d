package dev.millrace.mapping;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/** Mappings with DMS's limited LOB mode: large objects are cut where they are larger than the limit of their table, or else of the task. */
public final class WithLobLimits implements TableMappings {
    private final TableMappings mappings;
    private final int limitOfTask;

    /** @param limitOfTask in KB; 0 for none */
    public WithLobLimits(TableMappings mappings, int limitOfTask) {
        this.mappings = mappings;
        this.limitOfTask = limitOfTask;
    }

    @Override
    public boolean selects(TableId source) {
        return mappings.selects(source);
    }

    @Override
    public TableRoute route(TableSchema source) {
        TableRoute route = mappings.route(source);
        int kilobytes = mappings.lobLimit(source.id()).orElse(limitOfTask);
        return kilobytes == 0 ? route : route.limited(kilobytes);
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
