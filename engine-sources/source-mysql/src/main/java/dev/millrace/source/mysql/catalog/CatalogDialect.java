package dev.millrace.source.mysql.catalog;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import org.jspecify.annotations.Nullable;

/** The queries on {@code information_schema}, and what the two families write differently in it. */
final class CatalogDialect {
    private static final String SYSTEM_SCHEMAS =
            "('mysql', 'information_schema', 'performance_schema', 'sys', 'ndbinfo', 'mysql_innodb_cluster_metadata')";

    private final boolean mariaDb;

    CatalogDialect(boolean mariaDb) {
        this.mariaDb = mariaDb;
    }

    String tables() {
        return "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES"
                + " WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND TABLE_SCHEMA NOT IN " + SYSTEM_SCHEMAS;
    }

    /** Columns: table, name, declaration, nullable, default, length, character set, collation, extra, generation, SRID. */
    String columns(boolean oneTable) {
        return "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, CHARACTER_MAXIMUM_LENGTH,"
                + " CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, GENERATION_EXPRESSION, "
                + (mariaDb ? "NULL" : "SRS_ID")
                + " FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?" + table(oneTable)
                + " ORDER BY TABLE_NAME, ORDINAL_POSITION";
    }

    /** Index parts: table, index, non-unique, column, prefix length, expression, kind, descending. */
    String indexes(boolean oneTable) {
        return "SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART, "
                + (mariaDb ? "NULL" : "EXPRESSION")
                + ", INDEX_TYPE, COLLATION FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ?" + table(oneTable)
                + " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX";
    }

    /** Foreign key parts: table, constraint, column, parent schema, parent table, parent column, delete rule, update rule. */
    String foreignKeys(boolean oneTable) {
        return "SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA,"
                + " k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE"
                + " FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r"
                + " ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME"
                + " AND r.TABLE_NAME = k.TABLE_NAME"
                + " WHERE k.TABLE_SCHEMA = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL"
                + (oneTable ? " AND k.TABLE_NAME = ?" : "")
                + " ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION";
    }

    private static String table(boolean oneTable) {
        return oneTable ? " AND TABLE_NAME = ?" : "";
    }

    /** The column's type with character set, collation and SRID, ready for a column definition. */
    String declaration(@Nullable String[] column) {
        StringBuilder text = new StringBuilder(String.valueOf(column[2]));
        if (column[6] != null) {
            text.append(" CHARACTER SET ").append(column[6]).append(" COLLATE ").append(column[7]);
        }
        if (column[10] != null) {
            text.append(" /*!80003 SRID ").append(column[10]).append(" */");
        }
        return text.toString();
    }

    /** MySQL escapes quotes inside of expressions that it shows; MariaDB shows them as they were written. */
    String generation(String shown) {
        return mariaDb ? shown : shown.replace("\\'", "'");
    }

    /**
     * The default as an expression. MySQL shows literals bare and expressions as text of the same looks, told apart by a word in
     * {@code EXTRA}; MariaDB shows an expression always.
     */
    @Nullable
    String defaultOf(@Nullable String shown, String extra, DataType type) {
        if (shown == null || mariaDb) {
            return "NULL".equals(shown) ? null : shown;
        }
        if (extra.contains("default_generated")) {
            boolean isClock = shown.regionMatches(true, 0, "CURRENT_TIMESTAMP", 0, 17);
            return isClock ? shown : "(" + generation(shown) + ")";
        }
        if (type.kind() == Kind.BIT || (shown.startsWith("0x") && type.isBinary())) {
            return shown;
        }
        return "'" + shown.replace("'", "''") + "'";
    }
}
