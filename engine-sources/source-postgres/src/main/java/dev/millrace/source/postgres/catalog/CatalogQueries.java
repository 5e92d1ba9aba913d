package dev.millrace.source.postgres.catalog;

/** What is asked of the system catalogue. Sessions have {@code search_path = pg_catalog}, so that names come out qualified. */
final class CatalogQueries {
    /** Every table that can be replicated: not views, foreign tables, partitions (they are part of their root) or temporary ones. */
    static final String TABLES = """
            SELECT c.oid::int8 AS oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
                   c.relpersistence AS persistence, c.relreplident AS identity
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
              AND n.nspname !~ '^pg_(toast|temp)'
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C\"""";

    static final String COLUMNS = """
            SELECT a.attrelid::int8 AS table_oid, a.attname AS name, a.attnotnull AS not_null,
                   a.attidentity AS identity, a.attgenerated AS generated,
                   pg_get_expr(d.adbin, d.adrelid) AS expression,
                   a.atttypid::int8 AS type_oid, a.atttypmod AS modifier,
                   CASE WHEN a.attcollation <> t.typcollation THEN
                        quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END AS collation
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_collation co ON co.oid = a.attcollation
            LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum""";

    static final String TYPES = """
            WITH RECURSIVE chain AS (
                SELECT oid, modifier, oid AS base, modifier AS base_modifier
                FROM unnest(?::oid[], ?::int4[]) AS wanted (oid, modifier)
                UNION ALL
                SELECT c.oid, c.modifier, t.typbasetype, t.typtypmod
                FROM chain c JOIN pg_type t ON t.oid = c.base
                WHERE t.typtype = 'd')
            SELECT c.oid::int8 AS oid, c.modifier AS modifier, format_type(c.oid, c.modifier) AS native_type,
                   c.base_modifier AS base_modifier, n.nspname = 'pg_catalog' AS built_in, b.typname AS base_name,
                   b.typtype AS variety, b.typcategory AS category,
                   (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
                    FROM pg_enum e WHERE e.enumtypid = b.oid) AS labels
            FROM chain c
            JOIN pg_type b ON b.oid = c.base
            JOIN pg_namespace n ON n.oid = b.typnamespace
            WHERE b.typtype <> 'd'""";

    static final String FOREIGN_KEYS = """
            SELECT k.conrelid::int8 AS table_oid, k.conname AS name, pn.nspname AS parent_schema, p.relname AS parent,
                   k.confdeltype AS on_delete, k.confupdtype AS on_update, k.condeferrable AS deferrable,
                   (SELECT array_agg(a.attname::text ORDER BY u.place)
                    FROM unnest(k.conkey) WITH ORDINALITY u (number, place)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) AS columns,
                   (SELECT array_agg(a.attname::text ORDER BY u.place)
                    FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
                    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) AS parent_columns
            FROM pg_constraint k
            JOIN pg_class p ON p.oid = k.confrelid
            JOIN pg_namespace pn ON pn.oid = p.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid = ANY (?::oid[])
            ORDER BY k.conrelid, k.conname COLLATE "C\"""";

    private static final String INDEXES = """
            SELECT i.indrelid::int8 AS table_oid, c.relname AS name, i.indisprimary AS is_primary,
                   i.indisunique AS is_unique, i.indimmediate AS is_immediate, i.indisreplident AS is_replica_identity, %s AS nulls_distinct,
                   i.indpred IS NULL AND i.indexprs IS NULL AND NOT i.indisexclusion AS is_plain,
                   i.indexprs IS NULL AS has_columns, pg_get_indexdef(i.indexrelid) AS definition,
                   (SELECT array_agg(a.attname::text ORDER BY u.place)
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (number, place)
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
                    WHERE u.place <= i.indnkeyatts) AS columns
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indisvalid AND i.indrelid = ANY (?::oid[])
            ORDER BY i.indrelid, i.indisreplident DESC, c.relname COLLATE "C\"""";

    private static final int NULLS_NOT_DISTINCT_SINCE = 150000;

    private CatalogQueries() {}

    static String indexes(int serverVersion) {
        return INDEXES.formatted(serverVersion >= NULLS_NOT_DISTINCT_SINCE ? "NOT i.indnullsnotdistinct" : "true");
    }
}
