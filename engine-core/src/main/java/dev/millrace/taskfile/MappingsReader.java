package dev.millrace.taskfile;

import dev.millrace.config.LimitedLobs;
import dev.millrace.config.MigrationType;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.Locator;
import dev.millrace.mapping.MappingRule;
import dev.millrace.mapping.MappingRules;
import dev.millrace.mapping.NamePattern;
import dev.millrace.mapping.SelectionRule;
import dev.millrace.mapping.TableSettingsRule;
import dev.millrace.model.TableId;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code TableMappings}. A rule that is not built and would change what arrives on the target is a problem. */
final class MappingsReader {
    private final Section mappings;
    private final MigrationType type;
    private final LimitedLobs limitedLobs;
    private final List<MappingRule> rules = new ArrayList<>();

    MappingsReader(Section mappings, MigrationType type, LimitedLobs limitedLobs) {
        this.mappings = mappings.problemsAre(ErrorCode.MAPPING_INVALID);
        this.type = type;
        this.limitedLobs = limitedLobs;
    }

    /** The mappings; empty if something is wrong with them, which the notes then tell. */
    Optional<MappingRules> read(String targetSchema) {
        int problemsBefore = mappings.notes().problemCount();
        for (Section rule : mappings.sections("rules")) {
            readRule(rule).ifPresent(rules::add);
            rule.finish();
        }
        mappings.finish();
        return mappings.notes().problemCount() == problemsBefore ? combined(targetSchema) : Optional.empty();
    }

    private Optional<MappingRules> combined(String targetSchema) {
        try {
            return Optional.of(MappingRules.of(rules, targetSchema));
        } catch (ReplicationException contradiction) {
            mappings.notes()
                    .problem(contradiction.code(), mappings.path() + ":", String.valueOf(contradiction.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<MappingRule> readRule(Section rule) {
        rule.ignored("rule-name");
        String kind = rule.text("rule-type", "").toLowerCase(Locale.ROOT);
        int id = rule.number("rule-id", -1, 0, Integer.MAX_VALUE);
        if (id < 0 && !rule.has("rule-id")) {
            rule.problem("rule-id", "is missing; give each rule its own number");
        }
        return switch (kind) {
            case "selection" -> selection(rule, id);
            case "transformation" -> new TransformationReader(rule, id).read();
            case "table-settings" -> tableSettings(rule, id);
            case "post-processing" -> new TagRuleReader(rule, id).read();
            case "validation" -> {
                rule.reportWhole("rule-type");
                yield Optional.empty();
            }
            case "object-mapping" -> new ObjectMappingReader(rule, id).read();
            default -> {
                rule.problem(
                        "rule-type",
                        "is '" + kind + "'; it must be selection, transformation, table-settings, object-mapping or"
                                + " post-processing");
                yield Optional.empty();
            }
        };
    }

    private Optional<MappingRule> selection(Section rule, int id) {
        Section locator = rule.section("object-locator");
        Optional<SelectionRule.Kind> kind = rule.choice("rule-action", SelectionRule.Kind.class);
        if (kind.isEmpty() && !rule.has("rule-action")) {
            rule.problem("rule-action", "is missing; it must be include, exclude or explicit");
        }
        boolean literal = kind.equals(Optional.of(SelectionRule.Kind.EXPLICIT));
        NamePattern schema = RuleNames.pattern(locator, "schema-name", literal);
        NamePattern table = RuleNames.pattern(locator, "table-name", literal);
        boolean viewsOnly = readsViews(locator, kind.orElse(SelectionRule.Kind.INCLUDE));
        refuseFilters(rule);
        int loadOrder = rule.number("load-order", 0, 0, Integer.MAX_VALUE);
        locator.finish();
        if (kind.isEmpty() || viewsOnly) {
            return Optional.empty();
        }
        return Optional.of(new SelectionRule(id, kind.get(), new Locator(schema, table, NamePattern.any()), loadOrder));
    }

    /** Whether the rule is about views alone. Views are never captured; a full load that should bring them must not leave them out. */
    private boolean readsViews(Section locator, SelectionRule.Kind kind) {
        String tableType = locator.text("table-type", "table").toLowerCase(Locale.ROOT);
        switch (tableType) {
            case "table" -> {}
            case "view", "all" -> {
                if (kind != SelectionRule.Kind.EXCLUDE
                        && (type == MigrationType.FULL_LOAD || tableType.equals("view"))) {
                    locator.problem("table-type", "is " + tableType + ", but views are not loaded yet; use table");
                }
            }
            default -> locator.problem("table-type", "is '" + tableType + "'; it must be table, view or all");
        }
        return tableType.equals("view");
    }

    private static void refuseFilters(Section rule) {
        if (!rule.isEmptyArrayOrAbsent("filters")) {
            rule.problem(
                    "filters",
                    "are not built yet, and all rows would be copied; remove them, or select from the source otherwise");
        }
    }

    private Optional<MappingRule> tableSettings(Section rule, int id) {
        Section locator = rule.section("object-locator");
        TableId table = new TableId(
                RuleNames.pattern(locator, "schema-name", true).toString(),
                RuleNames.pattern(locator, "table-name", true).toString());
        locator.finish();
        Optional<ChunkPolicy> chunks = new ParallelLoadReader(rule.section("parallel-load")).read();
        OptionalInt lobLimit = new LobLimitReader(rule, limitedLobs).read();
        return chunks.isEmpty() && lobLimit.isEmpty()
                ? Optional.empty()
                : Optional.of(new TableSettingsRule(id, table, chunks, lobLimit));
    }
}
