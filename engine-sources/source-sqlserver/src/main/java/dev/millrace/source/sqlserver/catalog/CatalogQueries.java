package dev.millrace.source.sqlserver.catalog;

/** The questions to the catalogue views. */
final class CatalogQueries {
    private static final String OF_USERS = " WHERE t.is_ms_shipped = 0";
    private static final String ONE = " AND s.name = ? AND t.name = ?";

    private CatalogQueries() {}

    /** Schema, name, kind of temporal table. */
    static String tables() {
        return "SELECT s.name, t.name, t.temporal_type FROM sys.tables AS t"
                + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id"
                + OF_USERS;
    }

    /** Columns in order; for one table if its schema and name are given. */
    static String columns(boolean one) {
        return "SELECT s.name, t.name, c.name,"
                + " CASE WHEN ty.is_user_defined = 1 AND ty.is_assembly_type = 0 THEN bt.name ELSE ty.name END,"
                + " c.max_length, c.precision, c.scale, CAST(c.is_nullable AS int), CAST(c.is_identity AS int),"
                + " CAST(c.is_computed AS int), cc.definition, dc.definition"
                + " FROM sys.columns AS c"
                + " JOIN sys.tables AS t ON t.object_id = c.object_id"
                + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id"
                + " JOIN sys.types AS ty ON ty.user_type_id = c.user_type_id"
                + " LEFT JOIN sys.types AS bt ON bt.user_type_id = c.system_type_id"
                + " LEFT JOIN sys.computed_columns AS cc ON cc.object_id = c.object_id AND cc.column_id = c.column_id"
                + " LEFT JOIN sys.default_constraints AS dc"
                + " ON dc.parent_object_id = c.object_id AND dc.parent_column_id = c.column_id"
                + OF_USERS + " AND c.is_column_set = 0" + (one ? ONE : "")
                + " ORDER BY c.object_id, c.column_id";
    }

    /** Columns of keys and indexes, in order; the one that a table is partitioned by stands beside them without a place in the key. */
    static String indexes(boolean one) {
        return "SELECT s.name, t.name, i.name, CAST(i.is_primary_key AS int), CAST(i.is_unique AS int),"
                + " CAST(i.has_filter AS int), c.name"
                + " FROM sys.indexes AS i"
                + " JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id"
                + " JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id"
                + " JOIN sys.tables AS t ON t.object_id = i.object_id"
                + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id"
                + OF_USERS + " AND i.type IN (1, 2) AND i.is_disabled = 0 AND ic.is_included_column = 0"
                + " AND ic.key_ordinal > 0"
                + (one ? ONE : "")
                + " ORDER BY i.object_id, i.index_id, ic.key_ordinal";
    }

    /** Columns of foreign keys, in order, beside those they refer to. */
    static String foreignKeys(boolean one) {
        return "SELECT s.name, t.name, fk.name, c.name, ps.name, pt.name, pc.name,"
                + " fk.delete_referential_action_desc, fk.update_referential_action_desc"
                + " FROM sys.foreign_keys AS fk"
                + " JOIN sys.foreign_key_columns AS fkc ON fkc.constraint_object_id = fk.object_id"
                + " JOIN sys.tables AS t ON t.object_id = fk.parent_object_id"
                + " JOIN sys.schemas AS s ON s.schema_id = t.schema_id"
                + " JOIN sys.columns AS c ON c.object_id = fk.parent_object_id AND c.column_id = fkc.parent_column_id"
                + " JOIN sys.tables AS pt ON pt.object_id = fk.referenced_object_id"
                + " JOIN sys.schemas AS ps ON ps.schema_id = pt.schema_id"
                + " JOIN sys.columns AS pc ON pc.object_id = fk.referenced_object_id AND pc.column_id = fkc.referenced_column_id"
                + OF_USERS + (one ? ONE : "")
                + " ORDER BY fk.object_id, fkc.constraint_column_id";
    }
}
