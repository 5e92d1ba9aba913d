package dev.millrace.mapping;

import dev.millrace.model.TableId;
import dev.millrace.spi.source.ChunkPolicy;

import static java.util.Objects.requireNonNull;

/**
 * How one table is loaded.
 *
 * @param id {@code rule-id}
 * @param table the source table
 * @param chunks its {@code parallel-load}
 */
public record TableSettingsRule(long id, TableId table, ChunkPolicy chunks) implements MappingRule {
    public TableSettingsRule {
        requireNonNull(table, "table is null");
        requireNonNull(chunks, "chunks is null");
    }

    @Override
    public String action() {
        return "table-settings";
    }
}
