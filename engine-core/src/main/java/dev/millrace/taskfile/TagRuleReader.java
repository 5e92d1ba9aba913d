package dev.millrace.taskfile;

import dev.millrace.mapping.Locator;
import dev.millrace.mapping.MappingRule;
import dev.millrace.mapping.NamePattern;
import dev.millrace.mapping.TagRule;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads one post-processing rule. */
final class TagRuleReader {
    private final Section rule;
    private final int id;

    TagRuleReader(Section rule, int id) {
        this.rule = rule;
        this.id = id;
    }

    Optional<MappingRule> read() {
        String action = rule.text("rule-action", "").toLowerCase(Locale.ROOT);
        if (!action.equals("add-tag")) {
            rule.problem("rule-action", "is '" + action + "'; of a post-processing rule it must be add-tag");
        }
        Section locator = rule.section("object-locator");
        NamePattern schema = RuleNames.pattern(locator, "schema-name", false);
        NamePattern table = RuleNames.pattern(locator, "table-name", false);
        locator.finish();
        Map<String, String> tags = new HashMap<>();
        for (Section tag : rule.sections("tag-set")) {
            tags.put(tag.requiredText("key", "department"), tag.text("value", ""));
            tag.finish();
        }
        if (tags.isEmpty()) {
            rule.problem("tag-set", "is missing; list keys and values");
        }
        return Optional.of(new TagRule(id, new Locator(schema, table, NamePattern.any()), tags));
    }
}
