package dev.millrace.source.sqlserver.connection;

import dev.millrace.model.TableId;
import java.util.List;
import java.util.stream.Collectors;

/** Names and texts as Transact-SQL writes them. */
public final class Sql {
    private Sql() {}

    /** A name in brackets. */
    public static String identifier(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }

    /** A table's name with its schema. */
    public static String table(TableId table) {
        return identifier(table.schema()) + "." + identifier(table.table());
    }

    /** Names in brackets, parted by commas. */
    public static String identifiers(List<String> names) {
        return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }

    /** A text of any characters. */
    public static String text(String value) {
        return "N'" + value.replace("'", "''") + "'";
    }
}
