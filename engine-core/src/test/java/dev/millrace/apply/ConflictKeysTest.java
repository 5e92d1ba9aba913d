package dev.millrace.apply;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.millrace.apply.SampleChanges.ABSENT;
import static dev.millrace.apply.SampleChanges.delete;
import static dev.millrace.apply.SampleChanges.insert;
import static dev.millrace.apply.SampleChanges.row;
import static dev.millrace.apply.SampleChanges.truncate;
import static dev.millrace.apply.SampleChanges.update;
import static org.assertj.core.api.Assertions.assertThat;

/** Which changes may be applied side by side. */
class ConflictKeysTest {
    private static final TableId PARENT = new TableId("s", "parent");

    private final ConflictCatalog catalog = new ConflictCatalog();
    private final TargetTable parent = SampleChanges.table(
            table("parent", "id", "code")
                    .uniqueKeys(List.of(new KeySchema("code", List.of("code"))))
                    .build(),
            catalog);
    private final TargetTable child = SampleChanges.table(
            table("child", "id", "parent")
                    .foreignKeys(List.of(reference("NO ACTION")))
                    .build(),
            catalog);

    @Test
    void rowsWithDifferentKeysGoSideBySide() {
        assertFree(insert(parent, "1", "10"), insert(parent, "2", "20"));
        assertFree(insert(parent, "1", "10"), delete(child, "1", "2"));
    }

    @Test
    void aTableIsTiedToThoseThatForeignKeysReachInEitherDirection() {
        TableId free = new TableId("s", "free");
        SampleChanges.table(table("free", "id").build(), catalog);
        TableId childId = child.wanted().id();

        assertThat(catalog.tiedTo(PARENT)).containsExactlyInAnyOrder(PARENT, childId);
        assertThat(catalog.tiedTo(childId)).containsExactlyInAnyOrder(PARENT, childId);
        assertThat(catalog.tiedTo(free)).containsExactly(free);
    }

    @Test
    void theSameRowIsChangedInTurn() {
        assertConflict(insert(parent, "1", "10"), update(parent, row("1", "10"), "1", "11"));
        assertConflict(delete(parent, "1", "10"), insert(parent, "1", "20"));
    }

    @Test
    void aRowThatMovesConcernsBothItsKeys() {
        RowChange move = update(child, row("1", "7"), "2", "7");

        assertConflict(move, insert(child, "1", null));
        assertConflict(move, delete(child, "2", null));
        assertFree(move, delete(child, "3", null));
    }

    @Test
    void aUniqueValueIsFreedBeforeItIsTaken() {
        assertConflict(delete(parent, "1", "10"), insert(parent, "2", "10"));
        assertConflict(update(parent, row("1", "10"), "1", "11"), insert(parent, "2", "10"));
        assertConflict(update(parent, row("1", "10"), "1", "11"), insert(parent, "2", "11"));
        assertFree(update(parent, row("1", "10"), "1", "11"), insert(parent, "2", "12"));
    }

    @Test
    void nullsInAUniqueKeyNeverMeet() {
        assertFree(insert(parent, "1", null), insert(parent, "2", null));
    }

    @Test
    void aUniqueValueThatTheLogDoesNotTellMayBeAny() {
        assertConflict(delete(parent, "1", ABSENT), insert(parent, "2", "20"));
        assertConflict(update(parent, null, "1", "10"), insert(parent, "2", "20"));
    }

    @Test
    void anUpdateThatLeavesTheUniqueValueAloneConcernsItsRowOnly() {
        assertFree(update(parent, null, "1", ABSENT), insert(parent, "2", "20"));
        assertConflict(update(parent, null, "1", ABSENT), delete(parent, "1", "10"));
    }

    @Test
    void childrenWaitForTheirParentAndGoBeforeIt() {
        assertConflict(insert(parent, "1", "10"), insert(child, "7", "1"));
        assertConflict(delete(child, "7", "1"), delete(parent, "1", "10"));
        assertConflict(update(child, row("7", "1"), "7", "2"), delete(parent, "1", "10"));
        assertFree(insert(parent, "1", "10"), insert(child, "7", "2"));
    }

    @Test
    void childrenNeedNotWaitForAParentThatKeepsItsKey() {
        assertFree(update(parent, row("1", "10"), "1", "11"), insert(child, "7", "1"));
        assertFree(update(parent, null, "1", ABSENT), insert(child, "7", "1"));
        assertConflict(update(parent, row("1", "10"), "2", "10"), insert(child, "7", "1"));
        assertConflict(update(parent, row("1", "10"), "1", "11"), update(parent, row("1", "11"), "1", "12"));
        assertConflict(update(parent, row("1", "10"), "1", "11"), delete(parent, "1", "11"));
    }

    @Test
    void childrenWaitForAnyChangeOfTheirParentWhereTheTargetLocksItsRow() {
        TargetTable innoParent = SampleChanges.table(inno("inno", "id", "code").build(), catalog);
        TargetTable innoChild = SampleChanges.table(
                inno("inno_child", "id", "parent")
                        .foreignKeys(List.of(new ForeignKeySchema(
                                "fk",
                                List.of("parent"),
                                new TableId("s", "inno"),
                                List.of("id"),
                                "NO ACTION",
                                "NO ACTION",
                                false)))
                        .build(),
                catalog);

        assertConflict(update(innoParent, row("1", "10"), "1", "11"), insert(innoChild, "7", "1"));
    }

    private static TableSchema.Builder inno(String name, String... columns) {
        TableSchema.Builder builder = TableSchema.builder(new TableId("s", name), EngineFamily.MYSQL);
        for (String column : columns) {
            ColumnSchema schema = ColumnSchema.of(column, DataType.of(DataType.Kind.INT4), "int");
            builder.column(column.equals("id") ? schema.notNull() : schema);
        }
        return builder.primaryKey(new KeySchema("PRIMARY", List.of("id")));
    }

    @Test
    void childrenOfOneParentGoSideBySide() {
        assertFree(insert(child, "7", "1"), insert(child, "8", "1"));
    }

    @Test
    void aTruncateConcernsAllRowsOfItsTableOnly() {
        assertConflict(truncate(parent), insert(parent, "1", "10"));
        assertFree(truncate(parent), delete(child, "1", null));
    }

    @Test
    void rowsWithoutAKeyAreChangedInTurn() {
        TargetTable keyless = SampleChanges.table(SourceModel.KEYLESS, catalog);

        assertConflict(insert(keyless, "1", "1"), delete(keyless, "2", "2"));
        assertConflict(delete(keyless, "1", "1"), delete(keyless, "2", "2"));
        assertFree(insert(keyless, "1", "1"), insert(keyless, "1", "1"));
        assertFree(insert(keyless, "1", "1"), insert(parent, "1", "1"));
    }

    @Test
    void aTableThatTheTargetChangesByItselfWaitsForItsParents() {
        TableSchema acted = table("acted", "id", "parent")
                .foreignKeys(List.of(reference("CASCADE")))
                .build();
        catalog.put(acted, acted);
        TargetTable actedOn = SampleChanges.table(acted, catalog);
        TargetTable acting = SampleChanges.table(parent.wanted(), catalog);

        assertConflict(delete(acting, "1", "10"), insert(actedOn, "5", "9"));
        assertFree(insert(acting, "1", "10"), insert(child, "5", "9"));
    }

    /** Neither end may be hashed in the old way when the values of one come in another form. */
    @Test
    void aNewShapeOfAParentIsKnownToItsChildren() {
        TargetTable changed = SampleChanges.table(scaled("parent", "id", "code").build(), catalog);

        assertConflict(insert(changed, "1.00", "10"), insert(child, "7", "1"));
    }

    @Test
    void aNewShapeOfAChildIsKnownToItsParentAndToOtherChildren() {
        TargetTable sibling = SampleChanges.table(
                table("sibling", "id", "parent")
                        .foreignKeys(List.of(reference("NO ACTION")))
                        .build(),
                catalog);
        TargetTable changed = SampleChanges.table(
                scaled("child", "parent", "id")
                        .foreignKeys(List.of(reference("NO ACTION")))
                        .build(),
                catalog);

        assertConflict(insert(parent, "1", "10"), insert(changed, "1.00", "7"));
        assertConflict(insert(parent, "1", "10"), insert(sibling, "8", "1"));
    }

    @Test
    void aForeignKeyThatComesToActIsKnownToAllParentsAboveIt() {
        TableSchema grandchild = table("grandchild", "id", "child").build();
        TargetTable below = SampleChanges.table(
                grandchild.toBuilder()
                        .foreignKeys(List.of(new ForeignKeySchema(
                                "fk",
                                List.of("child"),
                                new TableId("s", "child"),
                                List.of("id"),
                                "CASCADE",
                                "NO ACTION",
                                false)))
                        .build(),
                catalog);
        assertFree(delete(parent, "1", "10"), delete(below, "5", "6"));

        TableSchema acting = child.wanted().toBuilder()
                .foreignKeys(List.of(reference("CASCADE")))
                .build();
        SampleChanges.table(acting, catalog);
        assertConflict(delete(parent, "1", "10"), delete(below, "5", "6"));

        SampleChanges.table(child.wanted().toBuilder().foreignKeys(List.of()).build(), catalog);
        assertFree(delete(parent, "1", "10"), delete(below, "5", "6"));
    }

    private static TableSchema.Builder scaled(String name, String scaled, String other) {
        return TableSchema.builder(new TableId("s", name), EngineFamily.POSTGRES)
                .column(ColumnSchema.of(scaled, DataType.numeric(10, 2), "numeric(10,2)")
                        .notNull())
                .column(ColumnSchema.of(other, DataType.of(DataType.Kind.INT4), "integer"))
                .primaryKey(new KeySchema(name + "_pkey", List.of(name.equals("parent") ? scaled : other)));
    }

    /** A row whose parent may go before it comes would be refused for good once the parent's end is committed. */
    @Test
    void rowsWithoutAKeyNeedTheirParents() {
        TargetTable keyless = SampleChanges.table(
                TableSchema.builder(new TableId("s", "keyless"), EngineFamily.POSTGRES)
                        .column(ColumnSchema.of("id", DataType.of(DataType.Kind.INT4), "integer"))
                        .column(ColumnSchema.of("parent", DataType.of(DataType.Kind.INT4), "integer"))
                        .foreignKeys(List.of(reference("NO ACTION")))
                        .build(),
                catalog);

        assertConflict(insert(keyless, "7", "1"), delete(parent, "1", "10"));
        assertFree(insert(keyless, "7", "1"), delete(parent, "2", "10"));
    }

    @Test
    void childrenNeedAParentThatMayBeAny() {
        TableSchema expressions = parent.wanted().toBuilder()
                .indexes(List.of(new IndexSchema(
                        "parent_id", List.of(), true, "create unique index parent_id on parent (abs(id))")))
                .build();
        TargetTable indexed = SampleChanges.table(expressions, catalog);
        TargetTable dependent = SampleChanges.table(child.wanted(), catalog);

        assertConflict(delete(indexed, "1", "10"), insert(dependent, "7", "1"));
        assertConflict(truncate(indexed), insert(dependent, "7", "1"));
        assertFree(truncate(indexed), insert(dependent, "7", null));
    }

    @Test
    void aParentThatTheRowsDoNotNameMayBeAny() {
        TableSchema wanted = table("child", "id").build();
        TargetTable blind = SampleChanges.table(wanted, child.wanted(), catalog);

        assertConflict(insert(blind, "7"), delete(parent, "1", "10"));
    }

    @Test
    void textOfAnUnknownCollationIsLeftOutOfTheComparison() {
        TableSchema folded = TableSchema.builder(new TableId("s", "folded"), EngineFamily.MYSQL)
                .column(ColumnSchema.of("name", DataType.ofLength(DataType.Kind.STRING, 20), "varchar(20)")
                        .notNull())
                .primaryKey(new KeySchema("PRIMARY", List.of("name")))
                .build();
        TargetTable table = SampleChanges.table(folded, catalog);

        assertConflict(insert(table, "a"), delete(table, "A"));
    }

    private static void assertConflict(RowChange one, RowChange other) {
        assertThat(conflicts(one, other)).isTrue();
        assertThat(conflicts(other, one)).isTrue();
    }

    private static void assertFree(RowChange one, RowChange other) {
        assertThat(conflicts(one, other)).isFalse();
        assertThat(conflicts(other, one)).isFalse();
    }

    private static boolean conflicts(RowChange one, RowChange other) {
        return ConflictKeys.of(List.of(one)).conflictsWith(ConflictKeys.of(List.of(other)));
    }

    private static TableSchema.Builder table(String name, String... columns) {
        TableSchema.Builder builder = TableSchema.builder(new TableId("s", name), EngineFamily.POSTGRES);
        for (String column : columns) {
            ColumnSchema schema = ColumnSchema.of(column, DataType.of(DataType.Kind.INT4), "integer");
            builder.column(column.equals("id") ? schema.notNull() : schema);
        }
        return builder.primaryKey(new KeySchema(name + "_pkey", List.of("id")));
    }

    private static ForeignKeySchema reference(String onDelete) {
        return new ForeignKeySchema("fk", List.of("parent"), PARENT, List.of("id"), onDelete, "NO ACTION", false);
    }
}
