package dev.millrace.testing.script;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of every script, each with a number as its key, {@code id}. */
enum ScriptTable {
    /** Gets columns, and is truncated. */
    ITEMS("items"),
    /** Takes the large transactions. */
    ORDERS("orders"),
    /** Has large texts in its last column. */
    NOTES("notes"),
    /** Gets a row for each transaction. */
    JOURNAL("journal");

    private final String title;

    ScriptTable(String title) {
        this.title = title;
    }

    /** Its name in scripts. */
    String title() {
        return title;
    }

    /** The columns that it is made with. */
    List<String> columns() {
        return switch (this) {
            case ITEMS, ORDERS -> List.of("id", "name", "amount");
            case NOTES -> List.of("id", "name", "body");
            case JOURNAL -> List.of("id", "session");
        };
    }

    boolean isLarge() {
        return this == NOTES;
    }

    /** A row without the NULLs at its end: one that is older than a column is told without it. */
    static List<@Nullable String> trimmed(List<@Nullable String> row) {
        List<@Nullable String> trimmed = new ArrayList<>(row);
        while (!trimmed.isEmpty() && trimmed.get(trimmed.size() - 1) == null) {
            trimmed.remove(trimmed.size() - 1);
        }
        return trimmed;
    }
}
