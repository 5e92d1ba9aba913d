package dev.millrace.testing.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of a script's rows, which every engine can hold: no text without characters, which Oracle takes for NULL. */
final class ScriptValues {
    private static final String[] PIECES = {
        "plain", "it's", "\"quoted\"", "a, b; c", "é", "日本", "--", "NULL", "a\\b", "%"
    };

    private final Random random;

    ScriptValues(Random random) {
        this.random = random;
    }

    /** A whole row. */
    List<@Nullable String> row(ScriptTable table, List<String> columns, long id) {
        List<@Nullable String> row = new ArrayList<>();
        for (String column : columns) {
            row.add(column.equals("id") ? "" + id : value(table, column));
        }
        return row;
    }

    /** New values for one or two columns beside the key. */
    Map<String, @Nullable String> changes(ScriptTable table, List<String> columns) {
        Map<String, @Nullable String> changes = new HashMap<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            String column = columns.get(1 + random.nextInt(columns.size() - 1));
            changes.put(column, value(table, column));
        }
        return changes;
    }

    private @Nullable String value(ScriptTable table, String column) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        if (column.equals("amount")) {
            return "" + (random.nextInt(200_000) - 100_000);
        }
        return table.isLarge() && column.equals("body") ? large() : text();
    }

    private String text() {
        return PIECES[random.nextInt(PIECES.length)] + " " + random.nextInt(10_000);
    }

    /** Short, of some pieces, or of very many; written whole. */
    private String large() {
        int kind = random.nextInt(10);
        int times = kind < 4 ? 1 : kind < 9 ? 100 + random.nextInt(400) : 4_000;
        return (text() + "\n").repeat(times).stripTrailing();
    }
}
