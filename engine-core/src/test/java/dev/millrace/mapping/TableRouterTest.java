package dev.millrace.mapping;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.Transformation.IncludeColumn;
import dev.millrace.mapping.Transformation.Lowercase;
import dev.millrace.mapping.Transformation.Prefix;
import dev.millrace.mapping.Transformation.RemoveColumn;
import dev.millrace.mapping.Transformation.Rename;
import dev.millrace.mapping.Transformation.Uppercase;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TableRouterTest {
    private static final SelectionRule ALL = SelectionRule.include(1, "%", "%");

    @Test
    void leavesAnUntouchedTableAlone() {
        TableSchema wanted = route(ALL).wanted();

        assertThat(names(wanted)).containsExactly("id", "customer", "number", "note");
        assertThat(wanted.primaryKey()).isEqualTo(SampleTables.ORDERS.primaryKey());
        assertThat(wanted.uniqueKeys()).isEqualTo(SampleTables.ORDERS.uniqueKeys());
        assertThat(wanted.foreignKeys()).isEqualTo(SampleTables.ORDERS.foreignKeys());
        assertThat(wanted.indexes()).isEqualTo(SampleTables.ORDERS.indexes());
    }

    @Test
    void carriesColumnNamesIntoKeysIndexesAndForeignKeys() {
        TableSchema wanted = route(ALL, TransformationRule.ofColumn(2, "%", "%", "%", new Uppercase()))
                .wanted();

        assertThat(names(wanted)).containsExactly("ID", "CUSTOMER", "NUMBER", "NOTE");
        assertThat(wanted.primaryKey().orElseThrow().columns()).containsExactly("ID");
        assertThat(wanted.uniqueKeys().get(0).columns()).containsExactly("NUMBER", "CUSTOMER");
        ForeignKeySchema foreignKey = wanted.foreignKeys().get(0);
        assertThat(foreignKey.columns()).containsExactly("CUSTOMER");
        assertThat(foreignKey.parentColumns()).containsExactly("ID");
        assertThat(foreignKey.onDelete()).isEqualTo("CASCADE");
        assertThat(foreignKey.deferrable()).isTrue();
        assertThat(wanted.indexes())
                .containsExactly(
                        new IndexSchema("plain", List.of("CUSTOMER", "NOTE"), false, ""),
                        new IndexSchema("partial", List.of(), true, ""),
                        new IndexSchema("expression", List.of(), false, ""));
    }

    @Test
    void keepsDefinitionsOfIndexesWhereOnlyTheTableIsRenamed() {
        TableSchema wanted = route(ALL, TransformationRule.ofSchema(2, "sales", new Rename("archive")))
                .wanted();

        assertThat(wanted.indexes()).isEqualTo(SampleTables.ORDERS.indexes());
    }

    @Test
    void namesParentsOfForeignKeysAsTheirOwnRouteDoes() {
        MappingRules rules = MappingRules.of(
                ALL,
                TransformationRule.ofSchema(2, "crm", new Rename("people")),
                TransformationRule.ofTable(3, "crm", "customers", new Prefix("", "t_")),
                TransformationRule.ofColumn(4, "crm", "customers", "id", new Rename("customer_id")));
        TableSchema parent = SampleTables.ORDERS.toBuilder()
                .id(new TableId("crm", "customers"))
                .foreignKeys(List.of())
                .build();

        ForeignKeySchema foreignKey =
                rules.route(SampleTables.ORDERS).wanted().foreignKeys().get(0);
        TableSchema wantedParent = rules.route(parent).wanted();

        assertThat(foreignKey.parent()).isEqualTo(wantedParent.id()).isEqualTo(new TableId("people", "t_customers"));
        assertThat(foreignKey.parentColumns())
                .isEqualTo(wantedParent.primaryKey().orElseThrow().columns())
                .containsExactly("customer_id");
    }

    @Test
    void dropsForeignKeysToTablesThatTakeNoPart() {
        TableSchema wanted = MappingRules.of(SelectionRule.include(1, "sales", "%"))
                .route(SampleTables.ORDERS)
                .wanted();

        assertThat(wanted.foreignKeys()).isEmpty();
    }

    @Test
    void removesColumnsWithTheKeysThatNeedThem() {
        TableRoute route = route(ALL, TransformationRule.ofColumn(2, "sales", "orders", "cust%", new RemoveColumn()));

        assertThat(names(route.wanted())).containsExactly("id", "number", "note");
        assertThat(route.wanted().uniqueKeys()).isEmpty();
        assertThat(route.wanted().foreignKeys()).isEmpty();
        assertThat(route.wanted().indexes()).extracting(IndexSchema::name).containsExactly("partial", "expression");
    }

    @Test
    void projectsRowsToTheColumnsThatRemain() {
        TableRoute route =
                route(ALL, TransformationRule.ofColumn(2, "sales", "orders", "customer", new RemoveColumn()));
        RowBuffer buffer = new RowBuffer();
        buffer.begin(4);
        for (String value : List.of("1", "2", "3", "4")) {
            buffer.append(value.getBytes(StandardCharsets.UTF_8), 0, 1);
        }
        Row mapped = route.map(buffer.finish());

        assertThat(values(mapped)).containsExactly("1", "3", "4");
    }

    @Test
    void keepsOnlyIncludedColumnsOfATableThatHasSuchRules() {
        TableRoute route = route(
                ALL,
                TransformationRule.ofColumn(2, "sales", "orders", "id", new IncludeColumn()),
                TransformationRule.ofColumn(3, "sales", "orders", "note", new IncludeColumn()),
                TransformationRule.ofColumn(4, "sales", "orders", "note", new Uppercase()));

        assertThat(names(route.wanted())).containsExactly("id", "NOTE");
    }

    @Test
    void refusesTwoColumnsUnderOneName() {
        TableSchema table = SampleTables.ORDERS.toBuilder()
                .column(SampleTables.ORDERS.column(3).withName("NOTE"))
                .build();
        MappingRules rules = MappingRules.of(ALL, TransformationRule.ofColumn(2, "%", "%", "N%", new Lowercase()));

        assertThat(refusalOf(() -> rules.route(table)))
                .hasMessageContainingAll(
                        "note (no rule)", "NOTE (rule 2 (convert-lowercase))", "sales.orders", "both be called note");
    }

    @Test
    void refusesToRemoveAKeyThatTellsRowsApart() {
        assertThat(refusalOf(
                        () -> route(ALL, TransformationRule.ofColumn(2, "sales", "orders", "id", new RemoveColumn()))))
                .hasMessageContainingAll("orders_pkey [id]", "sales.orders");
    }

    @Test
    void refusesToRemoveEveryColumn() {
        assertThat(refusalOf(() -> route(ALL, TransformationRule.ofColumn(2, "%", "%", "%", new RemoveColumn()))))
                .hasMessageContaining("no column of table sales.orders");
    }

    @Test
    void refusesARemovalHiddenByALowerRuleId() {
        assertThat(refusalOf(() -> route(
                        ALL,
                        TransformationRule.ofColumn(2, "%", "%", "%", new Uppercase()),
                        TransformationRule.ofColumn(3, "sales", "orders", "note", new RemoveColumn()))))
                .hasMessageContainingAll(
                        "rule 3 (remove-column)", "rule 2 (convert-uppercase)", "column note", "sales.orders");
        assertThat(names(route(
                                ALL,
                                TransformationRule.ofColumn(2, "sales", "orders", "note", new RemoveColumn()),
                                TransformationRule.ofColumn(3, "%", "%", "%", new Uppercase()))
                        .wanted()))
                .containsExactly("ID", "CUSTOMER", "NUMBER");
    }

    private static TableRoute route(MappingRule... rules) {
        return MappingRules.of(rules).route(SampleTables.ORDERS);
    }

    private static List<String> names(TableSchema table) {
        return table.columns().stream().map(ColumnSchema::name).toList();
    }

    private static List<String> values(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(row.text(i));
        }
        return values;
    }

    private static ReplicationException refusalOf(ThrowingCallable call) {
        ReplicationException refusal = catchThrowableOfType(ReplicationException.class, call);
        assertThat(refusal.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        return refusal;
    }
}
