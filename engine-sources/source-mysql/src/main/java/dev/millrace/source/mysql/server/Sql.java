package dev.millrace.source.mysql.server;

import dev.millrace.model.TableId;

/**
 * How names and texts are written in statements. Sessions run in no special mode: in one where backslashes do not escape, servers
 * can't read the expressions of generated columns that have some.
 */
public final class Sql {
    private Sql() {}

    /** A quoted name. */
    public static String identifier(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    /** A quoted table name with its database. */
    public static String table(TableId id) {
        return identifier(id.schema()) + "." + identifier(id.table());
    }

    /** A quoted text. */
    public static String text(String value) {
        return '\'' + value.replace("\\", "\\\\").replace("'", "''") + '\'';
    }
}
