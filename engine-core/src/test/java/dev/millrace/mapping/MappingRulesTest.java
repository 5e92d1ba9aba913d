package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.Transformation.Lowercase;
import dev.millrace.mapping.Transformation.Prefix;
import dev.millrace.mapping.Transformation.Rename;
import dev.millrace.mapping.Transformation.Suffix;
import dev.millrace.mapping.Transformation.Uppercase;
import dev.millrace.model.TableId;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MappingRulesTest {
    private static final SelectionRule ALL = SelectionRule.include(1, "%", "%");
    private static final TableId ORDERS = new TableId("sales", "orders");

    @Test
    void excludeBeatsInclude() {
        MappingRules rules =
                MappingRules.of(SelectionRule.include(1, "sales", "%"), SelectionRule.exclude(2, "sales", "tmp%"));

        assertThat(rules.selects(ORDERS)).isTrue();
        assertThat(rules.selects(new TableId("sales", "tmp_1"))).isFalse();
        assertThat(rules.selects(new TableId("hr", "people"))).isFalse();
    }

    @Test
    void explicitBeatsExcludingPatterns() {
        MappingRules rules = MappingRules.of(
                ALL,
                SelectionRule.exclude(2, "sales", "tmp%"),
                new SelectionRule(3, SelectionRule.Kind.EXPLICIT, Locator.exactly(new TableId("sales", "tmp_1")), 0));

        assertThat(rules.selects(new TableId("sales", "tmp_1"))).isTrue();
        assertThat(rules.selects(new TableId("sales", "tmpx1"))).isFalse();
    }

    @Test
    void refusesTableBothExplicitAndExcluded() {
        ReplicationException refusal = refusalOf(() -> MappingRules.of(
                new SelectionRule(1, SelectionRule.Kind.EXPLICIT, Locator.exactly(ORDERS), 0),
                SelectionRule.exclude(2, "sales", "orders")));

        assertThat(refusal).hasMessageContainingAll("rule 1 (explicit)", "rule 2 (exclude)", "sales.orders");
    }

    @Test
    void refusesRulesThatIncludeNothing() {
        assertThat(refusalOf(() -> MappingRules.of(SelectionRule.exclude(1, "a", "%"))))
                .hasMessageContaining("no selection rule includes a table");
    }

    @Test
    void refusesOneRuleIdTwice() {
        assertThat(refusalOf(() -> MappingRules.of(ALL, SelectionRule.exclude(1, "a", "b"))))
                .hasMessageContainingAll("rule 1 (include)", "rule 1 (exclude)", "same rule-id");
    }

    @Test
    void takesTheHighestLoadOrderOfIncludingRules() {
        MappingRules rules = MappingRules.of(
                ALL, new SelectionRule(2, SelectionRule.Kind.INCLUDE, Locator.tables("sales", "orders"), 7));

        assertThat(rules.loadOrder(ORDERS)).isEqualTo(7);
        assertThat(rules.loadOrder(new TableId("sales", "lines"))).isZero();
    }

    @Test
    void namesStayAsTheyAreWithoutRules() {
        assertThat(target(MappingRules.of(ALL))).isEqualTo(ORDERS);
    }

    @Test
    void appliesEveryKindOfNameChange() {
        assertThat(target(ALL, table(2, new Rename("o")))).isEqualTo(new TableId("sales", "o"));
        assertThat(target(ALL, table(2, new Uppercase()))).isEqualTo(new TableId("sales", "ORDERS"));
        assertThat(target(ALL, table(2, new Prefix("", "x_")))).isEqualTo(new TableId("sales", "x_orders"));
        assertThat(target(ALL, table(2, new Prefix("or", "")))).isEqualTo(new TableId("sales", "ders"));
        assertThat(target(ALL, table(2, new Prefix("or", "AND")))).isEqualTo(new TableId("sales", "ANDders"));
        assertThat(target(ALL, table(2, new Prefix("no", "AND")))).isEqualTo(ORDERS);
        assertThat(target(ALL, table(2, new Suffix("", "_x")))).isEqualTo(new TableId("sales", "orders_x"));
        assertThat(target(ALL, table(2, new Suffix("ers", "")))).isEqualTo(new TableId("sales", "ord"));
        assertThat(target(ALL, table(2, new Suffix("ers", "inal")))).isEqualTo(new TableId("sales", "ordinal"));
        assertThat(target(ALL, table(2, new Suffix("s ", "")))).isEqualTo(ORDERS);
    }

    @Test
    void lowestRuleIdWinsWhateverTheOrderOfRules() {
        assertThat(target(table(9, new Uppercase()), ALL, table(3, new Rename("winner"))))
                .isEqualTo(new TableId("sales", "winner"));
    }

    @Test
    void schemaTableAndColumnEachHaveTheirOwnWinner() {
        TableRoute route = MappingRules.of(
                        ALL,
                        TransformationRule.ofSchema(2, "sales", new Uppercase()),
                        table(3, new Rename("o")),
                        TransformationRule.ofColumn(4, "%", "%", "id", new Rename("key")))
                .route(SampleTables.ORDERS);

        assertThat(route.wanted().id()).isEqualTo(new TableId("SALES", "o"));
        assertThat(route.wanted().column(0).name()).isEqualTo("key");
    }

    @Test
    void targetSchemaYieldsToSchemaRules() {
        MappingRules rules =
                MappingRules.of(List.of(ALL, TransformationRule.ofSchema(2, "hr", new Lowercase())), "archive");

        assertThat(rules.route(SampleTables.ORDERS).wanted().id()).isEqualTo(new TableId("archive", "orders"));
        assertThat(rules.route(SampleTables.ORDERS.toBuilder()
                                .id(new TableId("hr", "people"))
                                .build())
                        .wanted()
                        .id())
                .isEqualTo(new TableId("hr", "people"));
    }

    @Test
    void refusesTwoTablesUnderOneName() {
        MappingRules rules = MappingRules.of(
                ALL,
                TransformationRule.ofTable(2, "%", "ORDERS", new Lowercase()),
                TransformationRule.ofSchema(3, "shop", new Rename("sales")));

        assertThat(refusalOf(() -> rules.checkTargets(List.of(ORDERS, new TableId("shop", "ORDERS")))))
                .hasMessageContainingAll(
                        "sales.orders (named by no rule)",
                        "shop.ORDERS (named by rule 2 (convert-lowercase) and rule 3 (rename))",
                        "would both become table sales.orders");
        rules.checkTargets(List.of(ORDERS, ORDERS, new TableId("shop", "lines")));
    }

    @Test
    void refusesToLeaveNothingOfAName() {
        assertThat(refusalOf(() -> target(ALL, table(2, new Prefix("orders", "")))))
                .hasMessageContaining("rule 2 (remove-prefix) leaves nothing of the name orders");
    }

    @Test
    void knowsTheParallelLoadOfATable() {
        ChunkPolicy ranges = new ChunkPolicy.Ranges(List.of("id"), List.of(List.of("10")));
        MappingRules rules = MappingRules.of(ALL, new TableSettingsRule(2, ORDERS, ranges));

        assertThat(rules.chunkPolicy(ORDERS)).contains(ranges);
        assertThat(rules.chunkPolicy(new TableId("sales", "lines"))).isEmpty();
        assertThat(refusalOf(() -> MappingRules.of(
                        ALL, new TableSettingsRule(2, ORDERS, ranges), new TableSettingsRule(3, ORDERS, ranges))))
                .hasMessageContaining("two table-settings rules speak of table sales.orders");
    }

    private static TransformationRule table(long id, Transformation.NameChange change) {
        return TransformationRule.ofTable(id, "sales", "orders", change);
    }

    private static TableId target(MappingRule... rules) {
        return target(MappingRules.of(rules));
    }

    private static TableId target(MappingRules rules) {
        return rules.route(SampleTables.ORDERS).wanted().id();
    }

    private static ReplicationException refusalOf(ThrowingCallable call) {
        ReplicationException refusal = catchThrowableOfType(ReplicationException.class, call);
        assertThat(refusal.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        return refusal;
    }
}
