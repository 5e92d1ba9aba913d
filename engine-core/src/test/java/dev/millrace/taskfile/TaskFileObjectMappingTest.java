package dev.millrace.taskfile;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.MappingRules;
import dev.millrace.mapping.ObjectMappingRule;
import dev.millrace.model.ItemShape;
import dev.millrace.model.ItemTemplate;
import dev.millrace.model.ItemTemplate.Scalar;
import dev.millrace.model.TableId;
import dev.millrace.model.TextTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TaskFileObjectMappingTest {
    private static final String SCALAR = attribute("who", "scalar", "string", "\"${first},${last}\"");

    @Test
    void readsKeysExclusionsAndTemplates() {
        ObjectMappingRule rule = ruleOf(
                "map-record-to-document", """
                "partition-key-name": "who", "sort-key-name": "since", "exclude-columns": ["first", "last"],
                "attribute-mappings": [%s, %s]""".formatted(SCALAR, attribute("age", "scalar", "number", "\"${age}\"")));

        assertThat(rule.action()).isEqualTo("map-record-to-document");
        assertThat(rule.targetTable()).isEqualTo(Optional.of("people"));
        assertThat(rule.locator().matches(new TableId("sales", "customers"))).isTrue();
        assertThat(rule.shape())
                .isEqualTo(new ItemShape(
                        ItemShape.Kind.MAP_RECORD_TO_DOCUMENT,
                        List.of("who", "since"),
                        Set.of("first", "last"),
                        Map.of(
                                "who", value(Scalar.STRING, "${first},${last}"),
                                "age", value(Scalar.NUMBER, "${age}"))));
        assertThat(rule.shape().keyColumns()).containsExactly("first", "last", "since");
    }

    @Test
    void readsDocuments() {
        ItemTemplate template = templateOf("document", "dynamodb-map", """
                {"M": {"Home": {"M": {"Phone": {"S": "${phone}"}, "Floor": {"N": "${floor}"}}},
                       "Names": {"SS": ["${first}", "${last}"]},
                       "List": {"L": [{"BOOL": "${member}"}, {"B": "${photo}"}]}}}""");

        assertThat(template)
                .isEqualTo(new ItemTemplate.Attributes(Map.of(
                        "Home",
                        new ItemTemplate.Attributes(Map.of(
                                "Phone", value(Scalar.STRING, "${phone}"), "Floor", value(Scalar.NUMBER, "${floor}"))),
                        "Names",
                        new ItemTemplate.Distinct(
                                Scalar.STRING,
                                List.of(TextTemplate.parse("${first}", false), TextTemplate.parse("${last}", false))),
                        "List",
                        new ItemTemplate.Elements(
                                List.of(value(Scalar.BOOLEAN, "${member}"), value(Scalar.BINARY, "${photo}"))))));
        assertThat(template.columns()).containsOnly("phone", "floor", "first", "last", "member", "photo");
    }

    @Test
    void valuesAreEscapedWhereTheTemplateIsJson() {
        assertThat(isJson("{\\\"a\\\": \\\"${a}\\\"}")).isTrue();
        assertThat(isJson("[\\\"${a}\\\"]")).isTrue();
        assertThat(isJson("{\\\"a\\\": ${a}}")).isFalse();
        assertThat(isJson("${a},${b}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "map-record-to-records | \"partition-key-name\": \"a\" | must be one of map-record-to-record,",
                "map-record-to-record | \"sort-key-name\": \"a\" | ['partition-key-name'] is missing",
                "map-record-to-record | \"partition-key-name\": \"a\", \"sort-key-name\": \"a\" | is the partition key, too",
                "map-record-to-record | \"partition-key-name\": \"a\", \"condition-expression\": {\"expression\": \"x\"}"
                        + " | ['condition-expression'] is not built yet"
            })
    void refusesMalformedParameters(String action, String parameters, String message) {
        assertThat(refusalOf(action, parameters)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scalar | text | \"x\" | it must be one of string, number, binary, boolean",
                "scalar | string | {\"S\": \"x\"} | must be a single value for attribute-type scalar",
                "table | string | \"x\" | it must be scalar or document",
                "document | dynamodb-map | {\"L\": []} | must be an object with the one member M",
                "document | dynamodb-set | {\"SS\": []} | it must be dynamodb-map or dynamodb-list",
                "document | dynamodb-map | {\"M\": {\"a\": {\"X\": \"x\"}}} | .value.a has the type 'X'",
                "document | dynamodb-list | {\"L\": [{\"S\": \"x\"}, \"y\"]} | .value[1] must be an object with one member",
                "scalar | string | null | value is missing",
                "scalar | boolean | \"${a}\" | must be string, number or binary for a key",
                "scalar | string | \"fixed\" | its value must name a column"
            })
    void refusesMalformedAttributes(String type, String subType, String value, String message) {
        assertThat(refusalOf("map-record-to-record", """
                "partition-key-name": "a", "attribute-mappings": [%s]""".formatted(attribute("a", type, subType, value))))
                .hasMessageContaining(message);
    }

    @Test
    void refusesAnAttributeGivenTwice() {
        assertThat(refusalOf("map-record-to-record", """
                "partition-key-name": "who", "attribute-mappings": [%s, %s]""".formatted(SCALAR, SCALAR)))
                .hasMessageContaining("is 'who' for a second time");
    }

    private static ItemTemplate value(Scalar type, String text) {
        return new ItemTemplate.Value(type, TextTemplate.parse(text, false));
    }

    private static boolean isJson(String text) {
        return ((ItemTemplate.Value) templateOf("scalar", "string", "\"" + text + "\""))
                .text()
                .json();
    }

    private static ItemTemplate templateOf(String type, String subType, String value) {
        ItemShape shape = ruleOf("map-record-to-record", """
                "partition-key-name": "id", "attribute-mappings": [%s]""".formatted(attribute("made", type, subType, value)))
                .shape();
        return shape.attributes().get("made");
    }

    private static ObjectMappingRule ruleOf(String action, String parameters) {
        TaskFile file = Documents.parse(Documents.withRules(Documents.INCLUDE_ALL, rule(action, parameters)));
        assertThat(file.report()).isEmpty();
        return (ObjectMappingRule)
                ((MappingRules) file.configuration().mappings()).rules().get(1);
    }

    private static ReplicationException refusalOf(String action, String parameters) {
        ReplicationException refusal = catchThrowableOfType(
                ReplicationException.class,
                () -> Documents.parse(Documents.withRules(Documents.INCLUDE_ALL, rule(action, parameters))));
        assertThat(refusal.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        return refusal;
    }

    private static String rule(String action, String parameters) {
        return """
                {"rule-type": "object-mapping", "rule-id": "2", "rule-name": "o", "rule-action": "%s",
                 "object-locator": {"schema-name": "sales", "table-name": "customers"},
                 "target-table-name": "people", "mapping-parameters": {%s}}""".formatted(action, parameters);
    }

    private static String attribute(String name, String type, String subType, String value) {
        return """
                {"target-attribute-name": "%s", "attribute-type": "%s", "attribute-sub-type": "%s", "value": %s}""".formatted(name, type, subType, value);
    }
}
