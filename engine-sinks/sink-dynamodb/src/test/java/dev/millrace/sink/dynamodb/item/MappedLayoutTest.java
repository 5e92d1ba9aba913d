package dev.millrace.sink.dynamodb.item;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ItemShape;
import dev.millrace.model.ItemTemplate;
import dev.millrace.model.ItemTemplate.Scalar;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TextTemplate;
import dev.millrace.testing.contract.TextRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class MappedLayoutTest {
    private static final String ABSENT = TextRows.ABSENT;
    private static final TableSchema ROWS = TableSchema.builder(new TableId("app", "people"), EngineFamily.POSTGRES)
            .columns(List.of(
                    column("first", Kind.STRING),
                    column("last", Kind.STRING),
                    column("age", Kind.NUMERIC),
                    column("member", Kind.BOOLEAN),
                    column("photo", Kind.BYTES)))
            .build();
    private static final Map<String, ItemTemplate> KEY = Map.of("who", text("${first},${last}", false));

    private static ColumnSchema column(String name, Kind kind) {
        return ColumnSchema.of(name, DataType.of(kind), kind.name());
    }

    private static ItemTemplate text(String text, boolean json) {
        return value(Scalar.STRING, text, json);
    }

    private static ItemTemplate value(Scalar type, String text, boolean json) {
        return new ItemTemplate.Value(type, TextTemplate.parse(text, json));
    }

    private static ItemLayout layout(
            ItemShape.Kind kind, Set<String> excluded, Map<String, ItemTemplate> attributes, String... key) {
        return ItemLayout.of(ROWS.toBuilder()
                .itemShape(new ItemShape(kind, List.of(key), excluded, attributes))
                .build());
    }

    private static ItemLayout records(Set<String> excluded, Map<String, ItemTemplate> more) {
        Map<String, ItemTemplate> attributes = new HashMap<>(KEY);
        attributes.putAll(more);
        return layout(ItemShape.Kind.MAP_RECORD_TO_RECORD, excluded, attributes, "who");
    }

    private static Row row(@Nullable String... values) {
        return TextRows.row(ROWS, values);
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }

    @Test
    void columnsThatAreNotExcludedBecomeAttributesBesideTheMappedOnes() {
        ItemLayout layout = records(Set.of("photo", "member"), Map.of("age", text("${age} years", false)));
        assertThat(layout.item(row("Ada", "Byron", "36", "t", "00")))
                .isEqualTo(Map.of("who", s("Ada,Byron"), "first", s("Ada"), "last", s("Byron"), "age", s("36 years")));
        assertThat(layout.keyNames()).containsExactly("who");
    }

    @Test
    void columnsBecomeOneDocument() {
        ItemLayout layout = layout(ItemShape.Kind.MAP_RECORD_TO_DOCUMENT, Set.of("photo"), KEY, "who");
        assertThat(layout.item(row("Ada", "Byron", "36", null, "00")))
                .isEqualTo(Map.of(
                        "who",
                        s("Ada,Byron"),
                        "_doc",
                        AttributeValue.fromM(
                                Map.of("first", s("Ada"), "last", s("Byron"), "age", AttributeValue.fromN("36")))));
        assertThat(layout.item(row("Ada", "Byron", null, null, null))
                        .get("_doc")
                        .m())
                .containsOnlyKeys("first", "last");
    }

    @Test
    void editOfADocumentLeavesItsOtherMembersAlone() {
        ItemLayout layout = layout(ItemShape.Kind.MAP_RECORD_TO_DOCUMENT, Set.of("photo"), KEY, "who");
        Row before = row("Ada", "Byron", ABSENT, ABSENT, ABSENT);
        ItemEdit edit = layout.edit(before, row("Ada", "Byron", "37", null, ABSENT));
        assertThat(edit.values()).containsEntry(AttributePath.of("_doc", "age"), AttributeValue.fromN("37"));
        assertThat(edit.removed()).containsExactly(AttributePath.of("_doc", "member"));
        AttributeValue old = AttributeValue.fromM(Map.of("age", s("36"), "member", s("yes"), "kept", s("kept")));
        assertThat(edit.appliedTo(Map.of("_doc", old)).get("_doc").m())
                .containsOnlyKeys("first", "last", "age", "kept")
                .containsEntry("age", AttributeValue.fromN("37"));
    }

    @Test
    void valuesAreEscapedWithinJsonOnly() {
        String template = "{\"name\": \"${first}\", \"member\": \"${member}\"}";
        Row row = row("a\"b\\c\nd\u0001", "x", null, "t", null);
        assertThat(records(Set.of(), Map.of("json", text(template, true)))
                        .item(row)
                        .get("json"))
                .isEqualTo(s("{\"name\": \"a\\\"b\\\\c\\nd\\u0001\", \"member\": \"true\"}"));
        assertThat(records(Set.of(), Map.of("plain", text("<${first}>", false)))
                        .item(row)
                        .get("plain"))
                .isEqualTo(s("<a\"b\\c\nd\u0001>"));
    }

    @Test
    void nullIsNoAttributeByItselfAndEmptyWithinAText() {
        Map<String, ItemTemplate> attributes =
                Map.of("alone", text("${age}", false), "within", text("(${age})", false));
        assertThat(records(Set.of("age"), attributes).item(row("a", "b", null, null, null)))
                .doesNotContainKey("alone")
                .containsEntry("within", s("()"));
        ItemEdit edit = records(Set.of("age"), attributes)
                .edit(row("a", "b", "1", null, null), row("a", "b", null, ABSENT, ABSENT));
        assertThat(edit.removed()).containsExactly(AttributePath.of("alone"));
        assertThat(edit.values()).containsEntry(AttributePath.of("within"), s("()"));
    }

    @Test
    void scalarsHaveTheTypeThatTheRuleNames() {
        Map<String, ItemTemplate> attributes = Map.of(
                "number", value(Scalar.NUMBER, "1${age}", false),
                "flag", value(Scalar.BOOLEAN, "${member}", false),
                "bytes", value(Scalar.BINARY, "${photo}", false));
        assertThat(records(Set.of("photo"), attributes).item(row("a", "b", "5", "f", "00ff")))
                .containsEntry("number", AttributeValue.fromN("15"))
                .containsEntry("flag", AttributeValue.fromBool(false))
                .containsEntry("bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
        Map<String, ItemTemplate> number = Map.of("number", value(Scalar.NUMBER, "${first}", false));
        failsWith(
                ErrorCode.TARGET_VALUE_REFUSED, () -> records(Set.of(), number).item(row("a", "b", "1", null, null)));
        Map<String, ItemTemplate> flag = Map.of("flag", value(Scalar.BOOLEAN, "${first}", false));
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> records(Set.of(), flag).item(row("a", "b", "1", null, null)));
    }

    @Test
    void documentsNest() {
        ItemTemplate names = new ItemTemplate.Distinct(
                Scalar.STRING,
                List.of(
                        TextTemplate.parse("${first}", false),
                        TextTemplate.parse("${last}", false),
                        TextTemplate.parse("${age}", false)));
        ItemTemplate document = new ItemTemplate.Attributes(Map.of(
                "names",
                names,
                "age",
                text("${age}", false),
                "list",
                new ItemTemplate.Elements(List.of(text("${age}", false), text("${last}", false)))));
        assertThat(records(Set.of(), Map.of("doc", document))
                        .item(row("same", "same", null, null, null))
                        .get("doc")
                        .m())
                .isEqualTo(Map.of(
                        "names",
                        AttributeValue.fromSs(List.of("same")),
                        "list",
                        AttributeValue.fromL(List.of(AttributeValue.fromNul(true), s("same")))));
    }

    @Test
    void whatTheLogDoesNotTellIsTakenFromTheRowBeforeOrLeftAloneOrRefused() {
        Map<String, ItemTemplate> attributes = Map.of("both", text("${age}/${member}", false));
        ItemLayout layout = records(Set.of("age", "member", "photo"), attributes);
        Row after = row("a", "b", "2", ABSENT, ABSENT);
        assertThat(layout.edit(row("a", "b", "1", "t", ABSENT), after).values())
                .containsEntry(AttributePath.of("both"), s("2/true"));
        assertThat(layout.edit(after, row("a", "b", ABSENT, ABSENT, ABSENT)).values())
                .doesNotContainKey(AttributePath.of("both"));
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.edit(row("a", "b", "1", ABSENT, ABSENT), after));
    }

    @Test
    void keyIsMadeOfSeveralColumns() {
        ItemLayout layout = records(Set.of(), Map.of());
        Row before = row("a", "b", null, null, null);
        assertThat(layout.movesKey(before, row("a", ABSENT, "1", null, null))).isFalse();
        assertThat(layout.movesKey(before, row("a", "c", null, null, null))).isTrue();
        assertThat(layout.movedKey(before, row(ABSENT, "c", null, null, null))).isEqualTo(Map.of("who", s("a,c")));
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.key(row("a", null, null, null, null)));
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.key(row("a", ABSENT, null, null, null)));
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> layout.key(row("a".repeat(2048), "b", null, null, null)));
    }

    @Test
    void equalNumbersAreOneKey() {
        Map<String, ItemTemplate> attributes = Map.of("n", value(Scalar.NUMBER, "${age}", false));
        ItemLayout layout = layout(ItemShape.Kind.MAP_RECORD_TO_RECORD, Set.of(), attributes, "n");
        assertThat(layout.movesKey(row("a", "b", "1.50", null, null), row("a", "b", "1.5", null, null)))
                .isFalse();
        assertThat(layout.key(row("a", "b", "100", null, null))).isEqualTo(Map.of("n", AttributeValue.fromN("100")));
    }

    @Test
    void itemOfMoreThan400KilobytesIsRefused() {
        Map<String, ItemTemplate> twice = Map.of("twice", text("${last}${last}", false));
        Row row = row("a", "x".repeat(1000), null, null, null);
        assertThat(records(Set.of(), twice).item(row)).containsKey("twice");
        Map<String, ItemTemplate> large = Map.of("large", text("${last}".repeat(420), false));
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, () -> records(Set.of(), large).item(row));
    }
}
