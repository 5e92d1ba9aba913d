package dev.millrace.taskfile;

import dev.millrace.mapping.Locator;
import dev.millrace.mapping.MappingRule;
import dev.millrace.mapping.NamePattern;
import dev.millrace.mapping.Transformation;
import dev.millrace.mapping.TransformationRule;
import dev.millrace.mapping.TransformationRule.Target;
import java.util.Locale;
import java.util.Optional;

/** Reads one transformation rule. */
final class TransformationReader {
    private final Section rule;
    private final int id;

    TransformationReader(Section rule, int id) {
        this.rule = rule;
        this.id = id;
    }

    Optional<MappingRule> read() {
        String targetText = rule.text("rule-target", "").toLowerCase(Locale.ROOT);
        if (targetText.endsWith("tablespace")) {
            rule.reportWhole("rule-target");
            return Optional.empty();
        }
        Optional<Target> target = rule.choice("rule-target", Target.class);
        if (target.isEmpty()) {
            if (targetText.isEmpty()) {
                rule.problem("rule-target", "is missing; it must be schema, table or column");
            }
            return Optional.empty();
        }
        Locator locator = locator(target.get());
        Optional<Transformation> transformation = transformation();
        if (transformation.isPresent()
                && target.get() != Target.COLUMN
                && !(transformation.get() instanceof Transformation.NameChange)) {
            rule.problem(
                    "rule-action", "is " + transformation.get().action() + ", which is for rule-target column only");
            return Optional.empty();
        }
        return transformation.map(action -> new TransformationRule(id, target.get(), locator, action));
    }

    private Locator locator(Target target) {
        Section locator = rule.section("object-locator");
        NamePattern schema = RuleNames.pattern(locator, "schema-name", false);
        NamePattern table = target == Target.SCHEMA
                ? NamePattern.of(locator.text("table-name", "%"))
                : RuleNames.pattern(locator, "table-name", false);
        NamePattern column = NamePattern.any();
        if (target == Target.COLUMN) {
            column = locator.has("column-name") || !isAddColumn()
                    ? RuleNames.pattern(locator, "column-name", false)
                    : column;
            if (locator.has("data-type")) {
                locator.problem("data-type", "is not built yet in an object-locator; name the columns instead");
            }
        } else {
            locator.ignored("column-name");
        }
        locator.finish();
        return new Locator(schema, table, column);
    }

    private boolean isAddColumn() {
        return rule.text("rule-action", "").equalsIgnoreCase("add-column");
    }

    private Optional<Transformation> transformation() {
        String action = rule.text("rule-action", "").toLowerCase(Locale.ROOT);
        return switch (action) {
            case "rename" -> rename();
            case "convert-lowercase" -> Optional.of(new Transformation.Lowercase());
            case "convert-uppercase" -> Optional.of(new Transformation.Uppercase());
            case "add-prefix" -> value("value").map(value -> new Transformation.Prefix("", value));
            case "remove-prefix" -> value("value").map(value -> new Transformation.Prefix(value, ""));
            case "replace-prefix" ->
                value("old-value").flatMap(old -> value("value").map(value -> new Transformation.Prefix(old, value)));
            case "add-suffix" -> value("value").map(value -> new Transformation.Suffix("", value));
            case "remove-suffix" -> value("value").map(value -> new Transformation.Suffix(value, ""));
            case "replace-suffix" ->
                value("old-value").flatMap(old -> value("value").map(value -> new Transformation.Suffix(old, value)));
            case "remove-column" -> Optional.of(new Transformation.RemoveColumn());
            case "include-column" -> Optional.of(new Transformation.IncludeColumn());
            case "add-column" -> new AddedColumnReader(rule).read();
            case "change-data-type",
                    "define-primary-key",
                    "add-before-image-columns",
                    "data-masking-digits-mask",
                    "data-masking-digits-randomize",
                    "data-masking-hash-mask" -> {
                rule.ignored("value", "old-value", "expression", "data-type", "primary-key-def", "before-image-def");
                rule.problem("rule-action", "is " + action + ", which is not built yet; remove the rule");
                yield Optional.empty();
            }
            default -> {
                rule.problem("rule-action", "is '" + action + "', which is not an action of a transformation rule");
                yield Optional.empty();
            }
        };
    }

    private Optional<Transformation> rename() {
        if (rule.has("expression")) {
            rule.problem("expression", "is not built yet; rename to a fixed value");
            return Optional.empty();
        }
        return value("value").map(Transformation.Rename::new);
    }

    private Optional<String> value(String name) {
        rule.ignored("value", "old-value");
        Optional<String> text = rule.text(name);
        if (text.isEmpty()) {
            rule.problem(name, "is missing; the rule's action needs it");
        }
        return text;
    }
}
