package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Table mappings made of rules, with DMS's semantics: a table takes part if a rule includes it and none excludes it (an
 * {@code explicit} rule beats excluding patterns); schemas, tables and columns are named each by the matching rule with the lowest
 * {@code rule-id}. Immutable.
 */
public final class MappingRules implements TableMappings {
    private final List<MappingRule> rules;
    private final Selection selection;
    private final Naming naming;
    private final ObjectMappings objects;
    private final List<TagRule> tags;
    private final Map<TableId, TableSettingsRule> tableSettings = new HashMap<>();

    private MappingRules(List<MappingRule> rules, String targetSchema) {
        this.rules = List.copyOf(rules);
        refuseEqualIds();
        selection = new Selection(rulesOf(SelectionRule.class));
        objects = new ObjectMappings(rulesOf(ObjectMappingRule.class));
        tags = rulesOf(TagRule.class);
        naming = new Naming(rulesOf(TransformationRule.class), objects, targetSchema);
        for (TableSettingsRule rule : rulesOf(TableSettingsRule.class)) {
            if (tableSettings.put(rule.table(), rule) != null) {
                throw new ReplicationException(
                        ErrorCode.MAPPING_INVALID,
                        "two table-settings rules speak of table " + rule.table() + "; keep one of them");
            }
        }
    }

    /** Mappings that leave names as they are unless a rule says otherwise. */
    public static MappingRules of(MappingRule... rules) {
        return of(List.of(rules), "");
    }

    /**
     * Mappings.
     *
     * @param targetSchema {@code TargetMetadata.TargetSchema}: where tables go whose schema no rule names; empty for the schema of
     *     the same name
     * @throws ReplicationException {@code MAPPING_INVALID} if the rules contradict each other, or include nothing
     */
    public static MappingRules of(List<MappingRule> rules, String targetSchema) {
        return new MappingRules(rules, targetSchema);
    }

    public List<MappingRule> rules() {
        return rules;
    }

    @Override
    public boolean selects(TableId source) {
        return selection.contains(source);
    }

    @Override
    public TableRoute route(TableSchema source) {
        Map<String, String> objectTags = TagRule.tags(tags, source.id());
        return new TableRouter(naming, objects, this::selects, source, objectTags).route();
    }

    @Override
    public void checkTargets(Collection<TableId> sources) {
        Map<TableId, TableId> taken = new HashMap<>();
        for (TableId source : sources) {
            TableId target = naming.table(source);
            TableId twin = taken.put(target, source);
            if (twin != null && !twin.equals(source)) {
                throw new ReplicationException(
                        ErrorCode.MAPPING_INVALID,
                        "source tables " + twin + " (named by " + naming.reason(twin) + ") and " + source
                                + " (named by "
                                + naming.reason(source) + ") would both become table " + target
                                + " on the target, which is not supported; change a rule, or exclude one of the tables");
            }
        }
    }

    @Override
    public Optional<ChunkPolicy> chunkPolicy(TableId source) {
        return Optional.ofNullable(tableSettings.get(source)).flatMap(TableSettingsRule::chunks);
    }

    @Override
    public OptionalInt lobLimit(TableId source) {
        TableSettingsRule rule = tableSettings.get(source);
        return rule == null ? OptionalInt.empty() : rule.lobLimit();
    }

    @Override
    public int loadOrder(TableId source) {
        return selection.loadOrder(source);
    }

    private void refuseEqualIds() {
        Map<Long, MappingRule> byId = new HashMap<>();
        for (MappingRule rule : rules) {
            MappingRule twin = byId.put(rule.id(), rule);
            if (twin != null) {
                throw new ReplicationException(
                        ErrorCode.MAPPING_INVALID,
                        twin.label() + " and " + rule.label() + " have the same rule-id; give each rule its own");
            }
        }
    }

    private <T extends MappingRule> List<T> rulesOf(Class<T> kind) {
        return rules.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
