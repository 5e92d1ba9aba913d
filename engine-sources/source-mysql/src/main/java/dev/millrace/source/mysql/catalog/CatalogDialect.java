package dev.millrace.source.mysql.catalog;

import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.source.mysql.server.Sql;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** The queries on {@code information_schema}, and what the two families write differently in it. */
final class CatalogDialect {
    private static final String SYSTEM_SCHEMAS =
            "('mysql', 'information_schema', 'performance_schema', 'sys', 'ndbinfo', 'mysql_innodb_cluster_metadata')";

    private static final String ON_UPDATE = "on update ";
    /** Literals, and the clock: the defaults that stand without parentheses. */
    private static final Pattern PLAIN_DEFAULT = Pattern.compile(
            "'(?:[^'\\\\]|''|\\\\.)*'|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|[bBxX]'\\w*'|0[xX]\\w+|"
                    + "(?i:current_timestamp)(?:\\(\\d*\\))?",
            Pattern.DOTALL);

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

    /** A generation expression as a column definition has it, with the word for where its values are kept. */
    String generation(String shown, String extra) {
        boolean isStored = extra.contains("stored") || extra.contains("persistent");
        return "(" + expression(shown) + ")" + (isStored ? " STORED" : " VIRTUAL");
    }

    /**
     * What stands behind {@code DEFAULT} in a column definition, as far as there is anything: the default, and whether updates renew
     * it. MySQL shows literals bare and expressions as text of the same looks, told apart by a word in {@code EXTRA}; MariaDB shows
     * an expression always.
     */
    @Nullable
    String defaultOf(@Nullable String shown, String extra, DataType type) {
        String value = mariaDb ? mariaDbDefault(shown) : mySqlDefault(shown, extra, type);
        int update = extra.indexOf(ON_UPDATE);
        if (update < 0) {
            return value;
        }
        return (value == null ? "NULL" : value) + " ON UPDATE " + extra.substring(update + ON_UPDATE.length());
    }

    private static @Nullable String mariaDbDefault(@Nullable String shown) {
        if (shown == null || shown.equals("NULL")) {
            return null;
        }
        return PLAIN_DEFAULT.matcher(shown).matches() ? shown : "(" + shown + ")";
    }

    private @Nullable String mySqlDefault(@Nullable String shown, String extra, DataType type) {
        if (shown == null) {
            return null;
        }
        if (extra.contains("default_generated")) {
            return PLAIN_DEFAULT.matcher(shown).matches() ? shown : "(" + expression(shown) + ")";
        }
        boolean isBinary = type.kind() == Kind.BIT || (shown.startsWith("0x") && type.isBinary());
        return isBinary ? shown : Sql.text(shown);
    }

    /**
     * MySQL shows an expression as the inside of a string, and the bytes of its UTF-8 text as so many characters; MariaDB shows it
     * as it was written.
     */
    private String expression(String shown) {
        if (mariaDb) {
            return shown;
        }
        StringBuilder text = new StringBuilder(shown.length());
        boolean isBytes = true;
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            text.append(c == '\\' && i + 1 < shown.length() ? unescape(shown.charAt(++i)) : c);
            isBytes &= c < 0x100;
        }
        return isBytes ? new String(text.toString().getBytes(ISO_8859_1), UTF_8) : text.toString();
    }

    private static char unescape(char c) {
        return switch (c) {
            case '0' -> '\0';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'Z' -> '\u001A';
            default -> c;
        };
    }
}
