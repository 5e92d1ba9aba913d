package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import java.util.Locale;

import static java.util.Objects.requireNonNull;

/** What a transformation rule does. */
public sealed interface Transformation {

    /** DMS's {@code rule-action}. */
    String action();

    /** Leaves a column out of the target. */
    record RemoveColumn() implements Transformation {
        @Override
        public String action() {
            return "remove-column";
        }
    }

    /** Keeps a column, and with it leaves out every column of the table that no such rule keeps. */
    record IncludeColumn() implements Transformation {
        @Override
        public String action() {
            return "include-column";
        }
    }

    /**
     * A column that the source does not have.
     *
     * @param column as the target shall have it; without native type, so that every target goes by its type
     * @param value what stands in it
     */
    record AddColumn(ColumnSchema column, AddedValue value) implements Transformation {
        public AddColumn {
            requireNonNull(column, "column is null");
            requireNonNull(value, "value is null");
        }

        @Override
        public String action() {
            return "add-column";
        }
    }

    /** Makes a target name of a source name. */
    sealed interface NameChange extends Transformation {
        String apply(String name);
    }

    /** Another name altogether. */
    record Rename(String to) implements NameChange {
        public Rename {
            requireNonNull(to, "to is null");
        }

        @Override
        public String apply(String name) {
            return to;
        }

        @Override
        public String action() {
            return "rename";
        }
    }

    /** {@code convert-lowercase}. */
    record Lowercase() implements NameChange {
        @Override
        public String apply(String name) {
            return name.toLowerCase(Locale.ROOT);
        }

        @Override
        public String action() {
            return "convert-lowercase";
        }
    }

    /** {@code convert-uppercase}. */
    record Uppercase() implements NameChange {
        @Override
        public String apply(String name) {
            return name.toUpperCase(Locale.ROOT);
        }

        @Override
        public String action() {
            return "convert-uppercase";
        }
    }

    /** {@code add-}, {@code remove-} and {@code replace-prefix}: a name that does not begin with {@code old} stays as it is. */
    record Prefix(String old, String replacement) implements NameChange {
        public Prefix {
            requireNonNull(old, "old is null");
            requireNonNull(replacement, "replacement is null");
        }

        @Override
        public String apply(String name) {
            return name.startsWith(old) ? replacement + name.substring(old.length()) : name;
        }

        @Override
        public String action() {
            return verb(old, replacement) + "-prefix";
        }
    }

    /** {@code add-}, {@code remove-} and {@code replace-suffix}: a name that does not end with {@code old} stays as it is. */
    record Suffix(String old, String replacement) implements NameChange {
        public Suffix {
            requireNonNull(old, "old is null");
            requireNonNull(replacement, "replacement is null");
        }

        @Override
        public String apply(String name) {
            return name.endsWith(old) ? name.substring(0, name.length() - old.length()) + replacement : name;
        }

        @Override
        public String action() {
            return verb(old, replacement) + "-suffix";
        }
    }

    private static String verb(String old, String replacement) {
        if (old.isEmpty()) {
            return "add";
        }
        return replacement.isEmpty() ? "remove" : "replace";
    }
}
