package dev.millrace.mapping;

import dev.millrace.model.ItemShape;
import java.util.Locale;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Says what rows of a table become on a target that keeps items.
 *
 * @param id {@code rule-id}
 * @param locator which table, by its name on the source
 * @param targetTable {@code target-table-name}; empty if the table keeps the name that it would have anyway
 * @param shape what the rows become, in the source's column names
 */
public record ObjectMappingRule(long id, Locator locator, Optional<String> targetTable, ItemShape shape)
        implements MappingRule {
    public ObjectMappingRule {
        requireNonNull(locator, "locator is null");
        requireNonNull(targetTable, "targetTable is null");
        requireNonNull(shape, "shape is null");
    }

    @Override
    public String action() {
        return shape.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
