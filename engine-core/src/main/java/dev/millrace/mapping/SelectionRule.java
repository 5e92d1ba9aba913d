package dev.millrace.mapping;

import java.util.Locale;

import static java.util.Objects.requireNonNull;

/**
 * Takes tables into a task or keeps them out.
 *
 * @param id {@code rule-id}
 * @param kind include, exclude or explicit
 * @param locator which tables
 * @param loadOrder {@code load-order}: tables with a higher one start to load earlier; 0 if none is given
 */
public record SelectionRule(long id, Kind kind, Locator locator, int loadOrder) implements MappingRule {

    /** {@code rule-action} of a selection rule. */
    public enum Kind {
        /** Matching tables take part, unless an exclude rule matches as well. */
        INCLUDE,
        /** Matching tables stay out. */
        EXCLUDE,
        /** The one named table takes part whatever patterns exclude it. */
        EXPLICIT
    }

    public SelectionRule {
        requireNonNull(kind, "kind is null");
        requireNonNull(locator, "locator is null");
    }

    public static SelectionRule include(long id, String schema, String table) {
        return new SelectionRule(id, Kind.INCLUDE, Locator.tables(schema, table), 0);
    }

    public static SelectionRule exclude(long id, String schema, String table) {
        return new SelectionRule(id, Kind.EXCLUDE, Locator.tables(schema, table), 0);
    }

    @Override
    public String action() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
