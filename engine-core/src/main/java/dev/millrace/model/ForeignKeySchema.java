package dev.millrace.model;

import java.util.List;

/**
 * A foreign key.
 *
 * @param name the constraint's name
 * @param columns the child's columns
 * @param parent the referenced table
 * @param parentColumns the referenced columns, in the order of {@code columns}
 * @param onDelete the action's SQL words, such as {@code NO ACTION} or {@code CASCADE}
 * @param onUpdate likewise
 * @param deferrable whether the check can wait for the commit
 */
public record ForeignKeySchema(
        String name,
        List<String> columns,
        TableId parent,
        List<String> parentColumns,
        String onDelete,
        String onUpdate,
        boolean deferrable) {
    public ForeignKeySchema {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    /** Whether a change of the parent makes the database change children by itself. */
    public boolean actsOnChildren() {
        return acts(onDelete) || acts(onUpdate);
    }

    private static boolean acts(String action) {
        return action.startsWith("CASCADE") || action.startsWith("SET");
    }
}
