package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.Transformation.AddColumn;
import dev.millrace.mapping.Transformation.IncludeColumn;
import dev.millrace.mapping.Transformation.NameChange;
import dev.millrace.mapping.Transformation.RemoveColumn;
import dev.millrace.mapping.TransformationRule.Target;
import dev.millrace.model.TableId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What source objects are called on the target. Of several rules that match an object the lowest {@code rule-id} wins. */
final class Naming {
    private final List<TransformationRule> rules;
    private final ObjectMappings objects;
    private final String targetSchema;

    Naming(List<TransformationRule> rules, ObjectMappings objects, String targetSchema) {
        this.objects = objects;
        this.rules = rules.stream()
                .sorted(Comparator.comparingLong(TransformationRule::id))
                .toList();
        this.targetSchema = targetSchema;
    }

    TableId table(TableId source) {
        return new TableId(schemaName(source.schema()), tableName(source));
    }

    /** The column's name on the target; empty if it is left out there. */
    Optional<String> column(TableId table, String column) {
        boolean keepsOnlyIncluded = columnRule(
                        IncludeColumn.class, rule -> rule.locator().matches(table))
                .isPresent();
        if (keepsOnlyIncluded
                && columnRule(IncludeColumn.class, rule -> rule.locator().matches(table, column))
                        .isEmpty()) {
            return Optional.empty();
        }
        Optional<TransformationRule> removal =
                columnRule(RemoveColumn.class, rule -> rule.locator().matches(table, column));
        Optional<TransformationRule> change =
                columnRule(NameChange.class, rule -> rule.locator().matches(table, column));
        if (removal.isEmpty()) {
            return Optional.of(change.map(rule -> renamed(rule, column)).orElse(column));
        }
        if (change.isPresent() && change.get().id() < removal.get().id()) {
            throw hiddenRemoval(table, column, change.get(), removal.get());
        }
        return Optional.empty();
    }

    /** The columns that rules add to the table, in the order of their {@code rule-id}; of two with one name the first. */
    List<AddColumn> added(TableId table) {
        Map<String, AddColumn> added = new LinkedHashMap<>();
        for (TransformationRule rule : rules) {
            if (rule.transformation() instanceof AddColumn column
                    && rule.locator().matches(table)) {
                added.putIfAbsent(column.column().name(), column);
            }
        }
        return List.copyOf(added.values());
    }

    /** How messages call what gave the table its target name. */
    String reason(TableId source) {
        Optional<String> object = objectRule(source).map(MappingRule::label);
        List<String> labels = object.map(List::of)
                .orElseGet(() -> rules.stream()
                        .filter(rule -> isFirst(rule, source))
                        .map(MappingRule::label)
                        .toList());
        if (!labels.isEmpty()) {
            return String.join(" and ", labels);
        }
        return targetSchema.isEmpty() ? "no rule" : "TargetSchema";
    }

    /** The rule that names the column, or {@code no rule}. */
    String reason(TableId table, String column) {
        return columnRule(NameChange.class, rule -> rule.locator().matches(table, column))
                .map(MappingRule::label)
                .orElse("no rule");
    }

    private String schemaName(String schema) {
        return schemaRule(schema)
                .map(rule -> renamed(rule, schema))
                .orElse(targetSchema.isEmpty() ? schema : targetSchema);
    }

    private String tableName(TableId source) {
        return objectRule(source)
                .flatMap(ObjectMappingRule::targetTable)
                .or(() -> tableRule(source).map(rule -> renamed(rule, source.table())))
                .orElse(source.table());
    }

    private Optional<ObjectMappingRule> objectRule(TableId source) {
        return objects.of(source).filter(rule -> rule.targetTable().isPresent());
    }

    private boolean isFirst(TransformationRule rule, TableId source) {
        return schemaRule(source.schema()).filter(rule::equals).isPresent()
                || tableRule(source).filter(rule::equals).isPresent();
    }

    private Optional<TransformationRule> schemaRule(String schema) {
        return first(Target.SCHEMA, rule -> rule.locator().matchesSchema(schema));
    }

    private Optional<TransformationRule> tableRule(TableId source) {
        return first(Target.TABLE, rule -> rule.locator().matches(source));
    }

    private Optional<TransformationRule> columnRule(
            Class<? extends Transformation> kind, Predicate<TransformationRule> matching) {
        return first(Target.COLUMN, matching.and(rule -> kind.isInstance(rule.transformation())));
    }

    private Optional<TransformationRule> first(Target target, Predicate<TransformationRule> matching) {
        return rules.stream()
                .filter(rule -> rule.target() == target)
                .filter(matching)
                .findFirst();
    }

    private static String renamed(TransformationRule rule, String name) {
        String result = ((NameChange) rule.transformation()).apply(name);
        if (result.isEmpty()) {
            throw new ReplicationException(
                    ErrorCode.MAPPING_INVALID,
                    rule.label() + " leaves nothing of the name " + name + "; narrow its object-locator");
        }
        return result;
    }

    private static ReplicationException hiddenRemoval(
            TableId table, String column, TransformationRule change, TransformationRule removal) {
        return new ReplicationException(
                ErrorCode.MAPPING_INVALID,
                removal.label() + " removes column " + column + " of table " + table + ", but " + change.label()
                        + " acts on it as well, and of two rules for one object the lower rule-id wins: the column would"
                        + " be copied. Give the removal the lower rule-id, or narrow the other rule's object-locator");
    }
}
