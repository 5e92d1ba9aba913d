package dev.millrace.benchmarks.race.workload;

import java.util.List;

/**
 * A table of the schema {@code race}.
 *
 * @param name its name
 * @param columns name, type and constraints of each column, in PostgreSQL's words
 * @param constraints of the whole table
 */
public record Table(String name, List<String> columns, List<String> constraints) {
    /** A table with no constraints but those of its columns. */
    public static Table of(String name, String... columns) {
        return new Table(name, List.of(columns), List.of());
    }

    /** The same table with these constraints. */
    public Table constrained(String... added) {
        return new Table(name, columns, List.of(added));
    }

    /** The name with its schema, as statements have it. */
    public String qualifiedName() {
        return "race." + name;
    }
}
