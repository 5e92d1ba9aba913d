package dev.millrace.mapping;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task's table mappings: selection, transformation and table-settings rules. Immutable and thread-safe.
 */
public interface TableMappings {

    /** Whether some rule includes the source table and none excludes it. */
    boolean selects(TableId source);

    /** Target names and columns of a selected table. */
    TableRoute route(TableSchema source);

    /**
     * Called once all selected tables are known, and whenever one comes to them: two source tables must not share a target table.
     *
     * @throws dev.millrace.error.ReplicationException {@code MAPPING_INVALID}, naming the tables and the rules
     */
    default void checkTargets(Collection<TableId> sources) {}

    /** The table's {@code parallel-load}, if a rule declares one. */
    Optional<ChunkPolicy> chunkPolicy(TableId source);

    /** The table's {@code lob-settings} in KB, if a rule declares some; 0 for values that are moved whole. */
    default OptionalInt lobLimit(TableId source) {
        return OptionalInt.empty();
    }

    /** The table's {@code load-order}; higher ones start earlier, 0 without a rule. */
    int loadOrder(TableId source);
}
