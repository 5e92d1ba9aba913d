package dev.millrace.source.postgres.decoding;

import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableId;
import dev.millrace.source.postgres.catalog.TypeRegistry.TypeKey;
import java.util.List;

/**
 * What pgoutput tells of a table before its first row, and again when it may have changed.
 *
 * @param oid the table's number in {@code pg_class}
 * @param id its name at that point of the log
 * @param replicaIdentity {@code pg_class.relreplident}: d, n, f or i
 * @param columns the published columns, in the order of values in rows
 */
public record RelationMessage(int oid, TableId id, char replicaIdentity, List<Column> columns) {
    public RelationMessage {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param key whether it is part of the replica identity
     */
    public record Column(String name, TypeKey type, boolean key) {}

    /** What old rows of this table will hold. */
    public RowIdentity rowIdentity() {
        if (replicaIdentity == 'f') {
            return RowIdentity.FULL;
        }
        return replicaIdentity != 'n' && columns.stream().anyMatch(Column::key) ? RowIdentity.KEY : RowIdentity.NOTHING;
    }
}
