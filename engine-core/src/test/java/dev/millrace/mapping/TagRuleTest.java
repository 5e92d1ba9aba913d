package dev.millrace.mapping;

import dev.millrace.model.TableId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TagRuleTest {
    private static final TableId ORDERS = new TableId("sales", "orders");

    @Test
    void namesStandForThoseOfTheSource() {
        assertThat(tags(rule(1, "%", "%", Map.of("${schema-name}-table", "of ${table-name}", "fixed", ""))))
                .isEqualTo(Map.of("sales-table", "of orders", "fixed", ""));
    }

    @Test
    void theRuleThatNamesTheTableBestCounts() {
        assertThat(tags(
                        rule(1, "%", "%", Map.of("rule", "1")),
                        rule(2, "sales", "ord%", Map.of("rule", "2")),
                        rule(3, "sales", "orders", Map.of("rule", "3")),
                        rule(4, "other", "orders", Map.of("rule", "4"))))
                .isEqualTo(Map.of("rule", "3"));
    }

    @Test
    void ofSuchRulesTheFirstCounts() {
        assertThat(tags(rule(9, "sales", "%", Map.of("rule", "9")), rule(1, "%", "orders", Map.of("rule", "1"))))
                .isEqualTo(Map.of("rule", "9"));
    }

    @Test
    void aTableOfNoRuleHasNone() {
        assertThat(tags(rule(1, "other", "%", Map.of("rule", "1")))).isEmpty();
        assertThat(TagRule.tags(List.of(), ORDERS)).isEmpty();
    }

    @Test
    void wantedTablesHaveThem() {
        MappingRules rules = MappingRules.of(
                SelectionRule.include(1, "%", "%"), rule(2, "%", "orders", Map.of("a", "${table-name}")));

        assertThat(rules.route(SampleTables.ORDERS).wanted().objectTags()).isEqualTo(Map.of("a", "orders"));
        assertThat(SampleTables.ORDERS.objectTags()).isEmpty();
    }

    private static Map<String, String> tags(TagRule... rules) {
        return TagRule.tags(List.of(rules), ORDERS);
    }

    private static TagRule rule(long id, String schema, String table, Map<String, String> tags) {
        return new TagRule(id, Locator.tables(schema, table), tags);
    }
}
