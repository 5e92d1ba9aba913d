package dev.millrace.taskfile;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.AddedValue;
import dev.millrace.mapping.AddedValue.Header;
import dev.millrace.mapping.MappingRule;
import dev.millrace.mapping.MappingRules;
import dev.millrace.mapping.SelectionRule;
import dev.millrace.mapping.TableSettingsRule;
import dev.millrace.mapping.TagRule;
import dev.millrace.mapping.Transformation;
import dev.millrace.mapping.TransformationRule;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.TableId;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TaskFileMappingsTest {

    @Test
    void readsSelectionRulesWithNumbersAndStrings() {
        List<MappingRule> rules =
                rulesOf(Documents.selection("\"653647497\"", "include"), """
                {"rule-type": "selection", "rule-id": 2, "rule-name": "2", "rule-action": "explicit", "load-order": "9",
                 "object-locator": {"schema-name": "sales", "table-name": "a_b", "table-type": "table"}}""", Documents.selection("3", "exclude"));

        assertThat(rules).hasSize(3);
        assertThat(rules.get(0).id()).isEqualTo(653647497);
        SelectionRule explicit = (SelectionRule) rules.get(1);
        assertThat(explicit.kind()).isEqualTo(SelectionRule.Kind.EXPLICIT);
        assertThat(explicit.loadOrder()).isEqualTo(9);
        assertThat(explicit.locator().matches(new TableId("sales", "a_b"))).isTrue();
        assertThat(explicit.locator().matches(new TableId("sales", "axb"))).isFalse();
        assertThat(((SelectionRule) rules.get(2)).kind()).isEqualTo(SelectionRule.Kind.EXCLUDE);
    }

    static Stream<Arguments> transformations() {
        return Stream.of(
                arguments("rename", "\"value\": \"x\"", new Transformation.Rename("x")),
                arguments("convert-lowercase", "\"value\": null", new Transformation.Lowercase()),
                arguments("convert-uppercase", "\"value\": null", new Transformation.Uppercase()),
                arguments("add-prefix", "\"value\": \"x\"", new Transformation.Prefix("", "x")),
                arguments("remove-prefix", "\"value\": \"x\"", new Transformation.Prefix("x", "")),
                arguments(
                        "replace-prefix",
                        "\"value\": \"x\", \"old-value\": \"y\"",
                        new Transformation.Prefix("y", "x")),
                arguments("add-suffix", "\"value\": \"x\"", new Transformation.Suffix("", "x")),
                arguments("remove-suffix", "\"value\": \"x\"", new Transformation.Suffix("x", "")),
                arguments(
                        "replace-suffix",
                        "\"value\": \"x\", \"old-value\": \"y\"",
                        new Transformation.Suffix("y", "x")),
                arguments("remove-column", "\"value\": null", new Transformation.RemoveColumn()),
                arguments("include-column", "\"value\": null", new Transformation.IncludeColumn()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transformations")
    void readsTransformations(String action, String parameters, Transformation expected) {
        TransformationRule rule =
                (TransformationRule) rulesOf(Documents.INCLUDE_ALL, transformation(action, parameters))
                        .get(1);

        assertThat(rule.transformation()).isEqualTo(expected);
        assertThat(rule.action()).isEqualTo(action);
        assertThat(rule.target()).isEqualTo(TransformationRule.Target.COLUMN);
        assertThat(rule.locator().matches(new TableId("sales", "orders"), "note"))
                .isTrue();
        assertThat(rule.locator().matches(new TableId("sales", "orders"), "id")).isFalse();
    }

    static Stream<Arguments> addedColumns() {
        DataType text = DataType.ofLength(Kind.STRING, 50);
        return Stream.of(
                arguments("$AR_H_STREAM_POSITION", "\"string\", \"length\": 50", text, Header.STREAM_POSITION),
                arguments(
                        "$AR_H_CHANGE_SEQ",
                        "\"wstring\", \"length\": \"50\", \"precision\": \"\", \"scale\": \"\"",
                        text,
                        Header.CHANGE_SEQ),
                arguments("$AR_H_OPERATION", "\"nclob\"", DataType.of(Kind.CLOB), Header.OPERATION),
                arguments(
                        "$AR_H_COMMIT_TIMESTAMP",
                        "\"datetime\", \"precision\": 7",
                        DataType.ofScale(Kind.DATETIME, 6),
                        Header.COMMIT_TIMESTAMP),
                arguments("'fixed'", "\"string\"", DataType.of(Kind.STRING), new AddedValue.Text("fixed")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("addedColumns")
    void readsAddedColumns(String expression, String type, DataType expectedType, AddedValue expected) {
        TransformationRule rule = (TransformationRule)
                rulesOf(Documents.INCLUDE_ALL, addColumn(expression, type)).get(1);

        assertThat(rule.transformation())
                .isEqualTo(new Transformation.AddColumn(ColumnSchema.of("extra", expectedType, ""), expected));
        assertThat(rule.locator().matches(new TableId("sales", "orders"))).isTrue();
    }

    @Test
    void refusesColumnsThatCannotBeAdded() {
        assertThat(refusalOf(Documents.INCLUDE_ALL, addColumn("$AR_H_USER || 'x'", "\"string\"")))
                .hasMessageContaining("rules[1].expression is not built yet; it may be one of $AR_H_STREAM_POSITION");
        assertThat(refusalOf(Documents.INCLUDE_ALL, addColumn("$AR_H_OPERATION", "\"datetime\"")))
                .hasMessageContaining("['data-type'].type is datetime, which only $AR_H_TIMESTAMP");
        assertThat(refusalOf(Documents.INCLUDE_ALL, addColumn("$AR_H_OPERATION", "\"int8\"")))
                .hasMessageContaining("['data-type'].type is 'int8'; an added column can be string");
        assertThat(refusalOf(Documents.INCLUDE_ALL, """
                        {"rule-type": "transformation", "rule-id": 2, "rule-target": "column", "rule-action": "add-column",
                         "object-locator": {"schema-name": "%", "table-name": "%"}}"""))
                .hasMessageContainingAll(
                        "rules[1].value is missing", "rules[1].expression is missing", "['data-type'].type is missing");
    }

    @Test
    void readsSchemaRulesWithoutATable() {
        TransformationRule rule =
                (TransformationRule) rulesOf(Documents.INCLUDE_ALL, """
                        {"rule-type": "transformation", "rule-id": "6", "rule-name": "6", "rule-action": "convert-lowercase",
                         "rule-target": "schema", "object-locator": {"schema-name": "%"}}""").get(1);

        assertThat(rule.target()).isEqualTo(TransformationRule.Target.SCHEMA);
    }

    @Test
    void readsTagsOfObjects() {
        TagRule rule = (TagRule) rulesOf(Documents.INCLUDE_ALL, """
                        {"rule-type": "post-processing", "rule-id": "41", "rule-name": "41", "rule-action": "add-tag",
                         "object-locator": {"schema-name": "%", "table-name": "orders"},
                         "tag-set": [{"key": "table", "value": "${table-name}"}, {"key": "flag"}]}""").get(1);

        assertThat(rule.tags()).isEqualTo(Map.of("table", "${table-name}", "flag", ""));
        assertThat(rule.locator().matches(new TableId("sales", "orders"))).isTrue();
        assertThat(refusalOf(
                        Documents.INCLUDE_ALL,
                        "{\"rule-type\": \"post-processing\", \"rule-id\": 2, \"rule-action\": \"remove\", \"object-locator\":"
                                + " {\"schema-name\": \"%\", \"table-name\": \"%\"}}"))
                .hasMessageContainingAll("rules[1]['rule-action'] is 'remove'", "rules[1]['tag-set'] is missing");
    }

    static Stream<Arguments> parallelLoads() {
        return Stream.of(
                arguments("{\"type\": \"partitions-auto\"}", new ChunkPolicy.AllPartitions()),
                arguments(
                        "{\"type\": \"partitions-list\", \"partitions\": [\"p1\", \"p2\"]}",
                        new ChunkPolicy.Partitions(List.of("p1", "p2"))),
                arguments(
                        "{\"type\": \"partitions-list\", \"partitions\": [\"p1\"], \"subpartitions\": [\"p2a\"]}",
                        new ChunkPolicy.Partitions(List.of("p1", "p2a"))),
                arguments(
                        "{\"type\": \"partitions-list\", \"subpartitions\": [\"p2a\"]}",
                        new ChunkPolicy.Partitions(List.of("p2a"))),
                arguments(
                        "{\"type\": \"ranges\", \"columns\": [\"a\", \"b\"], \"boundaries\": [[\"1\", 2], [3, \"4\"]]}",
                        new ChunkPolicy.Ranges(List.of("a", "b"), List.of(List.of("1", "2"), List.of("3", "4")))),
                arguments(
                        "{\"type\": \"ranges\", \"columns\": [\"a\"], \"boundaries\": [[1]], \"segment-names\": [\"low\", \"high\"]}",
                        new ChunkPolicy.Ranges(List.of("a"), List.of(List.of("1")), List.of("low", "high"))),
                arguments(
                        "{\"Types\": \"ranges\", \"columns\": [\"a\"], \"boundaries\": [[\"1\"]]}",
                        new ChunkPolicy.Ranges(List.of("a"), List.of(List.of("1")))));
    }

    @ParameterizedTest
    @MethodSource("parallelLoads")
    void readsParallelLoads(String load, ChunkPolicy expected) {
        assertThat(rulesOf(Documents.INCLUDE_ALL, tableSettings(load)).get(1))
                .isEqualTo(new TableSettingsRule(2, new TableId("sales", "orders"), expected));
    }

    @Test
    void parallelLoadNoneIsNoRule() {
        assertThat(rulesOf(Documents.INCLUDE_ALL, tableSettings("{\"type\": \"none\"}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"sometimes\"}",
                "{\"type\": \"partitions-list\"}",
                "{\"type\": \"ranges\", \"boundaries\": [[\"1\"]]}",
                "{\"type\": \"ranges\", \"columns\": [\"a\"]}",
                "{\"type\": \"ranges\", \"columns\": [\"a\"], \"boundaries\": [\"1\"]}",
                "{\"type\": \"ranges\", \"columns\": [\"a\"], \"boundaries\": [[\"1\", \"2\"]]}",
                "{\"type\": \"ranges\", \"columns\": [\"a\"], \"boundaries\": [[\"1\"]], \"segment-names\": [\"one\"]}",
            })
    void refusesMalformedParallelLoads(String load) {
        assertThat(refusalOf(Documents.INCLUDE_ALL, tableSettings(load)))
                .hasMessageContaining("$.TableMappings.rules[1]['parallel-load']");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "change-data-type",
                "define-primary-key",
                "add-before-image-columns",
                "data-masking-digits-mask",
                "data-masking-digits-randomize",
                "data-masking-hash-mask"
            })
    void refusesTransformationsThatAreNotBuilt(String action) {
        assertThat(refusalOf(Documents.INCLUDE_ALL, transformation(action, "\"value\": \"x\"")))
                .hasMessage("task: $.TableMappings.rules[1]['rule-action'] is " + action
                        + ", which is not built yet; remove the rule");
    }

    @Test
    void refusesWhatElseWouldChangeTheData() {
        assertThat(refusalOf("""
                        {"rule-type": "selection", "rule-id": 1, "rule-action": "include",
                         "object-locator": {"schema-name": "sales", "table-name": "orders"},
                         "filters": [{"filter-type": "source", "column-name": "id"}]}""")).hasMessageContaining("$.TableMappings.rules[0].filters are not built yet");
        assertThat(refusalOf("""
                        {"rule-type": "selection", "rule-id": 1, "rule-action": "include",
                         "object-locator": {"schema-name": "sales", "table-name": "orders", "table-type": "view"}}""")).hasMessageContaining("views are not loaded yet");
        assertThat(refusalOf(
                        Documents.INCLUDE_ALL, transformation("rename", "\"value\": \"x\", \"expression\": \"$A\"")))
                .hasMessageContaining("$.TableMappings.rules[1].expression is not built yet");
    }

    @Test
    void reportsRulesThatLeaveTheDataAlone() {
        TaskFile file = Documents.parse(Documents.withRules(
                Documents.INCLUDE_ALL,
                "{\"rule-type\": \"validation\", \"rule-id\": 3, \"rule-target\": \"column\"}",
                "{\"rule-type\": \"transformation\", \"rule-id\": 4, \"rule-target\": \"table-tablespace\"}",
                """
                {"rule-type": "table-settings", "rule-id": 5, "object-locator": {"schema-name": "a", "table-name": "b"},
                 "lob-settings": {"mode": "limited", "bulk-max-size": 16}}"""));

        assertThat(file.report())
                .extracting(ReportedSetting::path)
                .containsExactly(
                        "$.TableMappings.rules[1]['rule-type']",
                        "$.TableMappings.rules[2]['rule-target']",
                        "$.TableMappings.rules[3]['lob-settings']");
    }

    @Test
    void refusesMalformedRules() {
        assertThat(
                        refusalOf(
                                "3",
                                "{\"rule-type\": \"selektion\", \"rule-id\": 1}",
                                "{\"rule-type\": \"selection\", \"rule-id\": \"x\", \"rule-action\": \"inklude\"}",
                                "{\"rule-type\": \"selection\", \"rule-action\": \"include\", \"object-locator\": {}}",
                                "{\"rule-type\": \"transformation\", \"rule-id\": 5, \"rule-target\": \"table\", \"rule-action\":"
                                        + " \"remove-column\", \"object-locator\": {\"schema-name\": \"%\", \"table-name\": \"%\"}}"))
                .hasMessageContainingAll(
                        "rules[0] must be a JSON object",
                        "rules[1]['rule-type'] is 'selektion'",
                        "rules[2]['rule-id'] is 'x'",
                        "rules[2]['rule-action'] is 'inklude'; it must be one of include, exclude, explicit",
                        "rules[2]['object-locator']['schema-name'] is missing",
                        "rules[3]['rule-id'] is missing",
                        "rules[3]['object-locator']['table-name'] is missing; give a name, or % for all",
                        "rules[4]['rule-action'] is remove-column, which is for rule-target column only");
    }

    private static List<MappingRule> rulesOf(String... rules) {
        TaskFile file = Documents.parse(Documents.withRules(rules));
        assertThat(file.report()).isEmpty();
        return ((MappingRules) file.configuration().mappings()).rules();
    }

    private static ReplicationException refusalOf(String... rules) {
        ReplicationException refusal =
                catchThrowableOfType(ReplicationException.class, () -> Documents.parse(Documents.withRules(rules)));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        return refusal;
    }

    private static String transformation(String action, String parameters) {
        return """
                {"rule-type": "transformation", "rule-id": "2", "rule-name": "t", "rule-target": "column",
                 "rule-action": "%s", %s,
                 "object-locator": {"schema-name": "%%", "table-name": "ord%%", "column-name": "note"}}""".formatted(action, parameters);
    }

    private static String addColumn(String expression, String type) {
        return """
                {"rule-type": "transformation", "rule-id": "2", "rule-name": "t", "rule-target": "column",
                 "rule-action": "add-column", "value": "extra", "expression": "%s", "data-type": {"type": %s},
                 "object-locator": {"schema-name": "%%", "table-name": "%%"}}""".formatted(expression, type);
    }

    private static String tableSettings(String load) {
        return """
                {"rule-type": "table-settings", "rule-id": 2, "rule-name": "p", "parallel-load": %s,
                 "object-locator": {"schema-name": "sales", "table-name": "orders"}}""".formatted(load);
    }
}
