package dev.millrace.differential.workload;

import java.util.List;
import java.util.Optional;

/**
 * A table under test: a number {@code id} that statements find rows by, and the columns.
 *
 * @param name its name, unquoted and plain
 * @param identity what its log tells about changed and deleted rows
 * @param columns without {@code id}
 */
public record TestTable(String name, Identity identity, List<TestColumn> columns) {
    public static final String ID = "id";

    /** What the log tells of the old row. */
    public enum Identity {
        /** The primary key {@code id}. */
        PRIMARY_KEY,
        /** A unique index over {@code id}, which is not the primary key. */
        UNIQUE_INDEX,
        /** The whole old row; the table has a primary key besides. */
        FULL_WITH_KEY,
        /** The whole old row; the table has no key at all. */
        FULL_WITHOUT_KEY
    }

    public TestTable {
        columns = List.copyOf(columns);
    }

    public boolean hasKey() {
        return identity != Identity.FULL_WITHOUT_KEY;
    }

    /** Whether the log holds the old values of every column. */
    public boolean isFull() {
        return identity == Identity.FULL_WITH_KEY || identity == Identity.FULL_WITHOUT_KEY;
    }

    public Optional<TestColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst();
    }

    /** How many rows it takes until each column had each of its edges and NULL. */
    int coveringRows() {
        return 1
                + columns.stream()
                        .mapToInt(column -> column.edges().size())
                        .max()
                        .orElse(0);
    }

    /** How much text the edges are together: tells tables with large values. */
    int edgeCharacters() {
        return columns.stream()
                .flatMap(column -> column.edges().stream())
                .mapToInt(String::length)
                .sum();
    }
}
