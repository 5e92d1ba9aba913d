package dev.millrace.model;

import java.util.List;

/**
 * A secondary index that is not a plain unique key.
 *
 * @param name the index's name
 * @param columns plain columns in order; empty if the index has expressions
 * @param unique whether it forbids duplicates (partial and expression indexes may)
 * @param definition the statement that makes it on the source, in the words of the table's family; a sink puts its own table's name
 *     in, and a sink of another family makes the index from {@code columns} if it can, and reports it otherwise; empty if columns
 *     have other names on the target: then every sink makes the index from {@code columns}, and reports it if those are empty too
 */
public record IndexSchema(String name, List<String> columns, boolean unique, String definition) {
    public IndexSchema {
        columns = List.copyOf(columns);
    }
}
