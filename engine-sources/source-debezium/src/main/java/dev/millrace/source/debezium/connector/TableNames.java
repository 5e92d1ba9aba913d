package dev.millrace.source.debezium.connector;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import java.util.stream.Collectors;

/** Names of tables as Debezium's lists of patterns want them. */
public final class TableNames {
    private static final String MEANS_ITSELF = "[A-Za-z0-9_]";

    private TableNames() {}

    /** A list that matches these tables and no others. */
    public static String list(List<TableSchema> tables) {
        return tables.stream().map(TableSchema::id).map(TableNames::pattern).collect(Collectors.joining(","));
    }

    private static String pattern(TableId table) {
        return literal(table.schema()) + "\\." + literal(table.table());
    }

    /** Patterns are separated by commas and matched without regard to case, so a name is spelled out in a way that knows neither. */
    private static String literal(String name) {
        StringBuilder pattern = new StringBuilder("(?-i)");
        name.codePoints().forEach(character -> {
            String text = Character.toString(character);
            pattern.append(text.matches(MEANS_ITSELF) ? text : "\\x{" + Integer.toHexString(character) + "}");
        });
        return pattern.toString();
    }
}
