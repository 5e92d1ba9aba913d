package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.Transformation.RemoveColumn;
import dev.millrace.mapping.Transformation.Uppercase;
import dev.millrace.model.ItemShape;
import dev.millrace.model.ItemTemplate;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TextTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ObjectMappingsTest {
    private static final SelectionRule ALL = SelectionRule.include(1, "%", "%");
    private static final Map<String, ItemTemplate> WHO = Map.of(
            "who",
            new ItemTemplate.Value(ItemTemplate.Scalar.STRING, TextTemplate.parse("${customer}-${number}", false)));

    @Test
    void rowsAreToldApartByWhatTheItemsKeyIsMadeOf() {
        TableSchema wanted = route(ALL, rule(2, shape(WHO, "who")));

        assertThat(wanted.id()).isEqualTo(new TableId("sales", "people"));
        assertThat(wanted.identifyingKey().orElseThrow().columns()).containsExactly("customer", "number");
        assertThat(wanted.uniqueKeys()).extracting(KeySchema::columns).contains(List.of("id"));
        assertThat(wanted.foreignKeys()).isEmpty();
        assertThat(wanted.indexes()).isEmpty();
        assertThat(wanted.itemShape()).contains(shape(WHO, "who"));
    }

    @Test
    void templatesSpeakOfTheSourcesColumns() {
        TableSchema wanted =
                route(ALL, rule(2, shape(WHO, "who")), TransformationRule.ofColumn(3, "%", "%", "%", new Uppercase()));

        assertThat(wanted.identifyingKey().orElseThrow().columns()).containsExactly("CUSTOMER", "NUMBER");
        ItemShape shape = wanted.itemShape().orElseThrow();
        assertThat(shape.excluded()).containsExactly("NOTE");
        assertThat(shape.attributes().get("who").columns()).containsExactly("CUSTOMER", "NUMBER");
    }

    @Test
    void aKeyThatNothingIsSaidAboutIsTheColumnOfItsName() {
        assertThat(route(ALL, rule(2, shape(WHO, "who", "id")))
                        .identifyingKey()
                        .orElseThrow()
                        .columns())
                .containsExactly("customer", "number", "id");
        assertThat(refusalOf(() -> route(ALL, rule(2, shape(WHO, "nobody")))))
                .hasMessageContaining("names column nobody, which table sales.people does not have");
    }

    @Test
    void refusesColumnsThatAreNotThere() {
        Map<String, ItemTemplate> unknown = Map.of(
                "who", new ItemTemplate.Value(ItemTemplate.Scalar.STRING, TextTemplate.parse("${Number}", false)));
        assertThat(refusalOf(() -> route(ALL, rule(2, shape(unknown, "id")))))
                .hasMessageContaining("rule 2 (map-record-to-record) names column Number");
        assertThat(refusalOf(() -> route(
                        ALL,
                        rule(2, shape(WHO, "who")),
                        TransformationRule.ofColumn(3, "%", "%", "number", new RemoveColumn()))))
                .hasMessageContaining("names column number");
    }

    @Test
    void refusesTwoRulesForOneTableAndTwoTablesUnderOneName() {
        assertThat(refusalOf(() -> route(ALL, rule(2, shape(WHO, "who")), rule(3, shape(WHO, "who")))))
                .hasMessageContaining("rule 2 (map-record-to-record) and rule 3 (map-record-to-record) both say");
        MappingRules rules = MappingRules.of(ALL, rule(2, shape(WHO, "who")));
        assertThat(refusalOf(() ->
                        rules.checkTargets(List.of(new TableId("sales", "orders"), new TableId("sales", "people")))))
                .hasMessageContaining("would both become table sales.people");
    }

    private static TableSchema route(MappingRule... rules) {
        return MappingRules.of(rules).route(SampleTables.ORDERS).wanted();
    }

    private static ObjectMappingRule rule(long id, ItemShape shape) {
        return new ObjectMappingRule(id, Locator.tables("sales", "orders"), Optional.of("people"), shape);
    }

    private static ItemShape shape(Map<String, ItemTemplate> attributes, String... key) {
        return new ItemShape(ItemShape.Kind.MAP_RECORD_TO_RECORD, List.of(key), Set.of("note"), attributes);
    }

    private static ReplicationException refusalOf(ThrowingCallable action) {
        ReplicationException refusal = catchThrowableOfType(ReplicationException.class, action);
        assertThat(refusal.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        return refusal;
    }
}
