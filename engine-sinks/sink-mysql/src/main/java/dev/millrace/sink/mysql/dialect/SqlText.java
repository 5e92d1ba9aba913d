package dev.millrace.sink.mysql.dialect;

import dev.millrace.model.TableId;
import java.util.List;
import java.util.stream.Collectors;

/** Names and texts as MySQL and MariaDB quote them in every {@code sql_mode} that the sink's sessions have. */
public final class SqlText {
    private SqlText() {}

    /** In backticks. */
    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }

    public static String table(TableId id) {
        return quote(id.schema()) + "." + quote(id.table());
    }

    /** Quoted and joined by commas. */
    public static String columns(List<String> names) {
        return names.stream().map(SqlText::quote).collect(Collectors.joining(", "));
    }

    /** A string literal. */
    public static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\0", "\\0") + "'";
    }
}
