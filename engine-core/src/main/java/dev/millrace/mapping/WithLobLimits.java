package dev.millrace.mapping;

import dev.millrace.model.TableSchema;

/** Mappings with DMS's limited LOB mode: large objects are cut where they are larger than the limit of their table, or else of the task. */
public final class WithLobLimits extends ReroutedMappings {
    private final int limitOfTask;

    /** @param limitOfTask in KB; 0 for none */
    public WithLobLimits(TableMappings mappings, int limitOfTask) {
        super(mappings);
        this.limitOfTask = limitOfTask;
    }

    @Override
    public TableRoute route(TableSchema source) {
        TableRoute route = mappings.route(source);
        int kilobytes = mappings.lobLimit(source.id()).orElse(limitOfTask);
        return kilobytes == 0 ? route : route.limited(kilobytes);
    }
}
