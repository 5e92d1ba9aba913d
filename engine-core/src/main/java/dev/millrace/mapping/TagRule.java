package dev.millrace.mapping;

import dev.millrace.model.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Says what files of tables are tagged with, where a target keeps files; DMS's {@code post-processing} rule.
 *
 * @param id {@code rule-id}
 * @param locator which tables, by their names on the source
 * @param tags keys and values, in which {@code ${schema-name}} and {@code ${table-name}} stand for the source's names
 */
public record TagRule(long id, Locator locator, Map<String, String> tags) implements MappingRule {
    public TagRule {
        requireNonNull(locator, "locator is null");
        tags = Map.copyOf(tags);
    }

    /** The tags of a table's files: those of the rule that names it best, and of several such rules of the first. */
    static Map<String, String> tags(List<TagRule> rules, TableId source) {
        int best = -1;
        Map<String, String> tags = Map.of();
        for (TagRule rule : rules) {
            int exactness = rule.locator.exactness();
            if (rule.locator.matches(source) && exactness > best) {
                best = exactness;
                tags = rule.named(source);
            }
        }
        return tags;
    }

    private Map<String, String> named(TableId source) {
        Map<String, String> named = new HashMap<>();
        tags.forEach((key, value) -> named.put(named(key, source), named(value, source)));
        return named;
    }

    private static String named(String text, TableId source) {
        return text.replace("${schema-name}", source.schema()).replace("${table-name}", source.table());
    }

    @Override
    public String action() {
        return "add-tag";
    }
}
