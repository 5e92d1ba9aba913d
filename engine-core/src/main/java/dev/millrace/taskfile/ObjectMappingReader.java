package dev.millrace.taskfile;

import dev.millrace.mapping.Locator;
import dev.millrace.mapping.MappingRule;
import dev.millrace.mapping.NamePattern;
import dev.millrace.mapping.ObjectMappingRule;
import dev.millrace.model.ItemShape;
import dev.millrace.model.ItemTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one object-mapping rule. */
final class ObjectMappingReader {
    private final Section rule;
    private final int id;

    ObjectMappingReader(Section rule, int id) {
        this.rule = rule;
        this.id = id;
    }

    /** The rule; empty if something is wrong with it, which the notes then tell. */
    Optional<MappingRule> read() {
        int problemsBefore = rule.notes().problemCount();
        rule.ignored("rule-target");
        Optional<ItemShape.Kind> kind = rule.choice("rule-action", ItemShape.Kind.class);
        if (kind.isEmpty() && !rule.has("rule-action")) {
            rule.problem("rule-action", "is missing; it must be map-record-to-record or map-record-to-document");
        }
        Locator locator = locator();
        Optional<String> table = rule.text("target-table-name");
        Section parameters = rule.section("mapping-parameters");
        List<String> key = key(parameters);
        Set<String> excluded = Set.copyOf(parameters.texts("exclude-columns"));
        Map<String, ItemTemplate> attributes = attributes(parameters, key);
        if (parameters.has("condition-expression")) {
            parameters.problem(
                    "condition-expression", "is not built yet, and items would be put without it; remove it");
        }
        parameters.finish();
        return kind.filter(action -> rule.notes().problemCount() == problemsBefore)
                .map(action ->
                        new ObjectMappingRule(id, locator, table, new ItemShape(action, key, excluded, attributes)));
    }

    private Locator locator() {
        Section locator = rule.section("object-locator");
        NamePattern schema = RuleNames.pattern(locator, "schema-name", false);
        NamePattern table = RuleNames.pattern(locator, "table-name", false);
        locator.finish();
        return new Locator(schema, table, NamePattern.any());
    }

    private static List<String> key(Section parameters) {
        List<String> key = new ArrayList<>();
        key.add(parameters.requiredText("partition-key-name", "\"id\""));
        parameters.text("sort-key-name").ifPresent(key::add);
        if (key.size() > 1 && key.get(0).equals(key.get(1))) {
            parameters.problem("sort-key-name", "is the partition key, too; name another attribute, or none");
        }
        return key;
    }

    private static Map<String, ItemTemplate> attributes(Section parameters, List<String> key) {
        Map<String, ItemTemplate> attributes = new LinkedHashMap<>();
        for (Section mapping : parameters.sections("attribute-mappings")) {
            String name = mapping.requiredText("target-attribute-name", "\"name\"");
            Optional<ItemTemplate> template = new AttributeReader(mapping).read();
            mapping.finish();
            if (template.isPresent() && attributes.put(name, template.get()) != null) {
                mapping.problem("target-attribute-name", "is '" + name + "' for a second time; keep one of them");
            }
            boolean canBeKey = template.map(ObjectMappingReader::canBeKey).orElse(true);
            if (key.contains(name) && !canBeKey) {
                mapping.problem(
                        "attribute-sub-type",
                        "must be string, number or binary for a key, and its value must name a column");
            }
        }
        return attributes;
    }

    private static boolean canBeKey(ItemTemplate template) {
        return template instanceof ItemTemplate.Value value
                && value.type() != ItemTemplate.Scalar.BOOLEAN
                && !value.columns().isEmpty();
    }
}
