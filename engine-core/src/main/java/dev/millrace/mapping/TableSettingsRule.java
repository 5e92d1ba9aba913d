package dev.millrace.mapping;

import dev.millrace.model.TableId;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Optional;
import java.util.OptionalInt;

import static java.util.Objects.requireNonNull;

/**
 * How one table is loaded, and where its large objects are cut.
 *
 * @param id {@code rule-id}
 * @param table the source table
 * @param chunks its {@code parallel-load}; empty if it has none
 * @param lobLimit its {@code lob-settings} in KB; 0 for values that are moved whole, empty if the task's settings hold
 */
public record TableSettingsRule(long id, TableId table, Optional<ChunkPolicy> chunks, OptionalInt lobLimit)
        implements MappingRule {
    public TableSettingsRule {
        requireNonNull(table, "table is null");
        requireNonNull(chunks, "chunks is null");
        requireNonNull(lobLimit, "lobLimit is null");
    }

    /** A rule about the load. */
    public TableSettingsRule(long id, TableId table, ChunkPolicy chunks) {
        this(id, table, Optional.of(chunks), OptionalInt.empty());
    }

    @Override
    public String action() {
        return "table-settings";
    }
}
