package dev.millrace.source.postgres.catalog;

import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.catalog.TypeRegistry.TypeKey;
import java.util.List;

/**
 * A table and what its schema does not tell.
 *
 * @param oid its number in {@code pg_class}, which a rename does not change
 * @param schema what the engine sees
 * @param types one per column
 * @param partitioned whether its rows live in partitions
 * @param logged whether its changes reach the log at all
 * @param identityIndex columns of the index that {@code REPLICA IDENTITY USING INDEX} names; empty without one
 */
public record CatalogTable(
        long oid,
        TableSchema schema,
        List<TypeKey> types,
        boolean partitioned,
        boolean logged,
        List<String> identityIndex) {
    public CatalogTable {
        types = List.copyOf(types);
        identityIndex = List.copyOf(identityIndex);
    }
}
