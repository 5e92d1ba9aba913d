package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.AddedValue.Header;
import dev.millrace.mapping.AddedValue.SourceName;
import dev.millrace.mapping.Transformation.AddColumn;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AddedColumnsTest {
    private static final SelectionRule ALL = SelectionRule.include(1, "%", "%");
    private static final Instant COMMITTED = Instant.parse("2026-11-23T08:09:10.120456Z");

    @Test
    void headersOfAChangeStandBehindItsValues() {
        TableRoute route = route(
                add(2, "place", Header.STREAM_POSITION),
                add(3, "changed", Header.TIMESTAMP),
                add(4, "committed", Header.COMMIT_TIMESTAMP),
                add(5, "operation", Header.OPERATION),
                add(6, "sequence", Header.CHANGE_SEQ),
                add(7, "who", Header.USER),
                add(8, "from_schema", SourceName.SOURCE_SCHEMA),
                add(9, "from_table", SourceName.SOURCE_TABLE_NAME),
                add(10, "site", new AddedValue.Text("it's A")));

        Row row = route.map(
                order("7", null, "8", "note"), RowHeader.ofChange("4AF/B0", COMMITTED, "UPDATE", 42), new CutValues());

        assertThat(values(row))
                .containsExactly(
                        "7",
                        null,
                        "8",
                        "note",
                        "4AF/B0",
                        "2026-11-23 08:09:10.120456",
                        "2026-11-23 08:09:10.120456",
                        "UPDATE",
                        "20261123080910120000000000000000042",
                        "",
                        "sales",
                        "orders",
                        "it's A");
        assertThat(row.text(8)).hasSize(35);
    }

    @Test
    void aLoadedRowIsAnInsertFromNowhere() {
        TableRoute route = route(
                add(2, "place", Header.STREAM_POSITION),
                add(3, "committed", Header.COMMIT_TIMESTAMP),
                add(4, "operation", Header.OPERATION),
                add(5, "sequence", Header.CHANGE_SEQ));

        Row row = route.filled(order("7", "9", "8", null), RowHeader.ofLoad(COMMITTED), new CutValues());

        assertThat(values(row)).containsExactly("7", "9", "8", null, "", "2026-11-23 08:09:10.120456", "INSERT", "");
    }

    @Test
    void anOldRowDoesNotTellWhatAddedColumnsHeld() {
        TableRoute route = route(add(2, "place", Header.STREAM_POSITION));

        Row row = route.map(order("7", null, "8", "note"));

        assertThat(row.columnCount()).isEqualTo(5);
        assertThat(row.isPresent(4)).isFalse();
        assertThat(row.isNull(1)).isTrue();
    }

    @Test
    void absentValuesStayAbsent() {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(4);
        buffer.append(new byte[] {'7'}, 0, 1);
        buffer.appendAbsent();
        buffer.appendNull();
        buffer.appendAbsent();

        Row row = route(add(2, "place", Header.OPERATION))
                .map(buffer.finish(), RowHeader.ofChange("", COMMITTED, "UPDATE", 1), new CutValues());

        assertThat(row.isPresent(1)).isFalse();
        assertThat(row.isNull(2)).isTrue();
        assertThat(row.isPresent(3)).isFalse();
        assertThat(row.text(4)).isEqualTo("UPDATE");
    }

    @Test
    void theyFollowColumnsThatRulesRenameOrRemove() {
        TableRoute route = route(
                TransformationRule.ofColumn(2, "%", "%", "customer", new Transformation.RemoveColumn()),
                TransformationRule.ofColumn(3, "%", "%", "%", new Transformation.Uppercase()),
                add(4, "place", Header.STREAM_POSITION));

        assertThat(route.wanted().columns())
                .extracting(ColumnSchema::name)
                .containsExactly("ID", "NUMBER", "NOTE", "place");
        assertThat(values(route.map(
                        order("7", "9", "8", "note"),
                        RowHeader.ofChange("4AF/B0", COMMITTED, "INSERT", 1),
                        new CutValues())))
                .containsExactly("7", "8", "note", "4AF/B0");
        assertThat(route.isAdded(2)).isFalse();
        assertThat(route.isAdded(3)).isTrue();
    }

    @Test
    void theyStayWhereGeneratedColumnsAreLeftOut() {
        MappingRules rules = MappingRules.of(ALL, add(2, "place", Header.STREAM_POSITION));
        ColumnSchema note = SampleTables.ORDERS.column(3);
        List<ColumnSchema> columns = new ArrayList<>(SampleTables.ORDERS.columns());
        columns.set(
                3,
                new ColumnSchema(
                        note.name(), note.type(), "integer", true, ColumnSchema.Fill.GENERATED, "1", note.wire()));

        TableRoute route = new WithoutGeneratedColumns(rules)
                .route(SampleTables.ORDERS.toBuilder().columns(columns).build());

        assertThat(route.wanted().columns())
                .extracting(ColumnSchema::name)
                .containsExactly("id", "customer", "number", "place");
        assertThat(values(route.map(
                        order("7", "9", "8", "note"),
                        RowHeader.ofChange("4AF/B0", COMMITTED, "INSERT", 1),
                        new CutValues())))
                .containsExactly("7", "9", "8", "4AF/B0");
    }

    @Test
    void ofTwoRulesForOneNameTheLowerCounts() {
        TableRoute route = route(add(3, "place", Header.OPERATION), add(2, "place", Header.STREAM_POSITION));

        assertThat(values(route.map(
                        order("7", "9", "8", "n"),
                        RowHeader.ofChange("4AF/B0", COMMITTED, "INSERT", 1),
                        new CutValues())))
                .containsExactly("7", "9", "8", "n", "4AF/B0");
    }

    @Test
    void aNameThatTheTableHasIsRefused() {
        ReplicationException refusal =
                catchThrowableOfType(ReplicationException.class, () -> route(add(2, "note", Header.OPERATION)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        assertThat(refusal).hasMessageContaining("column note").hasMessageContaining("sales.orders");
    }

    @Test
    void readsVariablesAndTextsAndNothingElse() {
        assertThat(AddedValue.parse("$AR_H_STREAM_POSITION")).contains(Header.STREAM_POSITION);
        assertThat(AddedValue.parse(" $AR_H_change_seq ")).contains(Header.CHANGE_SEQ);
        assertThat(AddedValue.parse("$AR_M_SOURCE_TABLE_NAME")).contains(SourceName.SOURCE_TABLE_NAME);
        assertThat(AddedValue.parse("'a''b'")).contains(new AddedValue.Text("a'b"));
        assertThat(AddedValue.parse("''")).contains(new AddedValue.Text(""));
        assertThat(AddedValue.parse("$AR_H_SOURCE_SCHEMA")).isEmpty();
        assertThat(AddedValue.parse("'a' || 'b'")).isEmpty();
        assertThat(AddedValue.parse("$NOTE")).isEmpty();
        assertThat(AddedValue.parse("'open")).isEmpty();
    }

    private static TableRoute route(TransformationRule... rules) {
        List<MappingRule> all = new ArrayList<>(List.of(rules));
        all.add(ALL);
        return MappingRules.of(all, "").route(SampleTables.ORDERS);
    }

    private static TransformationRule add(long id, String name, AddedValue value) {
        ColumnSchema column = ColumnSchema.of(name, DataType.ofLength(Kind.STRING, 50), "");
        return TransformationRule.ofColumn(id, "%", "%", "%", new AddColumn(column, value));
    }

    private static Row order(@Nullable String... values) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(values.length);
        for (String value : values) {
            if (value == null) {
                buffer.appendNull();
            } else {
                buffer.openValue().append(value);
                buffer.closeValue();
            }
        }
        return buffer.finish();
    }

    private static List<@Nullable String> values(Row row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(row.text(i));
        }
        return values;
    }
}
