package dev.millrace.source.oracle.server;

import dev.millrace.model.TableId;
import java.util.List;
import java.util.stream.Collectors;

/** Names as statements want them. */
public final class Sql {
    private Sql() {}

    /** The identifier in quotation marks, of which names of Oracle have none. */
    public static String name(String identifier) {
        return '"' + identifier.replace("\"", "") + '"';
    }

    public static String table(TableId table) {
        return name(table.schema()) + "." + name(table.table());
    }

    /** The names, parted by commas. */
    public static String names(List<String> identifiers) {
        return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
    }
}
