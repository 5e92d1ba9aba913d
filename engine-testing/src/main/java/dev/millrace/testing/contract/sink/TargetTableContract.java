package dev.millrace.testing.contract.sink;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Finding.Severity;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.testing.contract.TextRows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCode.TARGET_TABLE_MISMATCH;
import static dev.millrace.error.ErrorCode.TARGET_TABLE_MISSING;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Target tables are described, made, emptied, dropped, altered and completed, so that every way to prepare a load finds its table. */
public abstract class TargetTableContract extends SinkTopic {

    @Test
    void tableThatIsNotThereIsNotDescribed() {
        assertThat(sink.describe(items.id())).isEmpty();
    }

    @Test
    void createdTableHasTheColumnsInOrderAndThePrimaryKey() {
        TableSchema pairs = table(
                        "pairs",
                        string("b", 20).notNull(),
                        number("n"),
                        integer("a").notNull())
                .primaryKey(new KeySchema("PRIMARY", List.of("a", "b")))
                .build();
        sink.createTable(pairs);
        TableSchema made = described(pairs);
        assertThat(made.columns()).extracting(ColumnSchema::name).containsExactly("b", "n", "a");
        assertThat(made.columns()).extracting(ColumnSchema::nullable).containsExactly(false, true, false);
        assertThat(made.primaryKey().orElseThrow().columns()).containsExactly("a", "b");
    }

    @Test
    void tableWithoutKeyIsMadeWithoutKey() {
        TableSchema marks = table("marks", integer("n")).build();
        sink.createTable(marks);
        assertThat(described(marks).identifyingKey()).isEmpty();
    }

    @Test
    void whatSlowsALoadDownWaitsForCompletion() {
        TableSchema parent = keyed("parents", integer("id").notNull());
        TableSchema child = child(parent);
        sink.createTable(child);
        sink.createTable(parent);
        TableSchema made = described(child);
        assertThat(made.uniqueKeys()).isEmpty();
        assertThat(made.indexes()).isEmpty();
        assertThat(made.foreignKeys()).isEmpty();
    }

    @Test
    void completionAddsUniqueKeysIndexesAndForeignKeysOnce() {
        TableSchema parent = keyed("parents", integer("id").notNull());
        TableSchema child = child(parent);
        sink.createTable(child);
        sink.createTable(parent);
        fixture.insert(parent.id(), Map.of("id", "1"));
        fixture.insert(child.id(), Map.of("id", "1", "parent", "1", "code", "a"));
        for (int pass = 0; pass < 2; pass++) {
            assertThat(sink.completeTables(List.of(child, parent))).isEmpty();
            TableSchema made = described(child);
            assertThat(made.uniqueKeys()).extracting(KeySchema::columns).containsExactly(List.of("code"));
            assertThat(made.indexes()).extracting(IndexSchema::columns).contains(List.of("note"));
            assertThat(made.foreignKeys()).singleElement().satisfies(key -> {
                assertThat(key.columns()).containsExactly("parent");
                assertThat(key.parent()).isEqualTo(parent.id());
                assertThat(key.parentColumns()).containsExactly("id");
            });
        }
        assertThatThrownBy(() -> fixture.insert(child.id(), Map.of("id", "2", "parent", "9")))
                .as("a child without parent")
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> fixture.insert(child.id(), Map.of("id", "2", "code", "a")))
                .as("a code that exists")
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void manyTablesAreDescribedAsEachOfThemAlone() {
        TableSchema parent = keyed("parents", integer("id").notNull());
        TableSchema child = child(parent);
        TableSchema marks = table("marks", integer("n")).build();
        List<TableSchema> made = List.of(child, parent, marks);
        made.forEach(sink::createTable);
        sink.completeTables(made);

        Map<TableId, TableSchema> described = sink.describe(List.of(marks.id(), items.id(), child.id(), parent.id()));

        assertThat(described).containsOnlyKeys(marks.id(), child.id(), parent.id());
        for (TableSchema table : made) {
            assertThat(described.get(table.id())).usingRecursiveComparison().isEqualTo(described(table));
        }
    }

    private TableSchema child(TableSchema parent) {
        return keyed("children", integer("id").notNull(), integer("parent"), string("code", 20), string("note", 20))
                .toBuilder()
                .uniqueKeys(List.of(new KeySchema("children_code", List.of("code"))))
                .indexes(List.of(new IndexSchema("children_note", List.of("note"), false, "")))
                .foreignKeys(List.of(new ForeignKeySchema(
                        "children_parent",
                        List.of("parent"),
                        parent.id(),
                        List.of("id"),
                        "NO ACTION",
                        "NO ACTION",
                        false)))
                .build();
    }

    @Test
    void completionSetsIdentityBehindTheLargestValueAndAddsDefaults() {
        TableSchema numbered =
                keyed("numbered", filled("id", Fill.IDENTITY, false), string("name", 20), sevenByDefault());
        sink.createTable(numbered);
        fixture.insert(numbered.id(), Map.of("id", "90", "name", "loaded", "seven", "1"));
        assertThat(sink.completeTables(List.of(numbered))).isEmpty();
        fixture.insert(numbered.id(), Map.of("name", "own"));
        List<List<String>> own = fixture.rows(numbered).stream()
                .filter(row -> "own".equals(row.get(1)))
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
        assertThat(own).singleElement().satisfies(row -> {
            assertThat(Long.parseLong(row.get(0))).isGreaterThan(90);
            assertThat(row.get(2)).isEqualTo("7");
        });
    }

    private ColumnSchema sevenByDefault() {
        ColumnSchema plain = column("seven", DataType.of(Kind.INT4));
        return new ColumnSchema(
                plain.name(), plain.type(), plain.nativeType(), true, Fill.DEFAULT, "7", WireForm.CANONICAL);
    }

    private ColumnSchema filled(String name, Fill fill, boolean nullable) {
        ColumnSchema plain = integer(name);
        return new ColumnSchema(name, plain.type(), plain.nativeType(), nullable, fill, null, WireForm.CANONICAL);
    }

    @Test
    void truncatedTableIsEmptyAndStays() {
        sink.createTable(items);
        fixture.insert(items.id(), Map.of("id", "1"));
        sink.truncateTable(items.id());
        assertThat(content()).isEmpty();
        assertThat(sink.describe(items.id())).isPresent();
    }

    @Test
    void droppedTableIsGoneAndDroppingNothingIsNoError() {
        sink.dropTable(items.id());
        sink.createTable(items);
        fixture.insert(items.id(), Map.of("id", "1"));
        sink.dropTable(items.id());
        assertThat(sink.describe(items.id())).isEmpty();
        sink.createTable(items);
        assertThat(content()).isEmpty();
    }

    @Test
    void alteredTableHoldsRowsOfTheNewShapeAndKeepsTheOldRows() {
        sink.createTable(items);
        fixture.insert(items.id(), Map.of("id", "1", "name", "old", "price", "2.50"));
        TableSchema wanted = keyed("items", integer("id").notNull(), string("name", 200), string("added", 10));
        sink.alterTable(items, wanted);
        sink.alterTable(items, wanted);
        assertThat(described(wanted).columns())
                .extracting(ColumnSchema::name)
                .containsExactlyInAnyOrder("id", "name", "added");
        try (ChangeWriter writer = sink.openChangeWriter(begin())) {
            writer.apply(insert(wanted, List.of(TextRows.row(wanted, "2", "x".repeat(200), "y"))));
            writer.commit(checkpoint("altered"));
        }
        assertThat(content(wanted)).containsExactlyInAnyOrder("[1, old, null]", "[2, " + "x".repeat(200) + ", y]");
    }

    @Test
    void healthyTargetHasNothingThatBlocks() {
        assertThat(blocking(items)).isEmpty();
        sink.createTable(items);
        assertThat(blocking(items)).isEmpty();
    }

    @Test
    void columnOrTableThatTheTargetLacksIsNotDroppedInSilence() {
        sink.createTable(keyed("items", integer("id").notNull(), number("price")));
        TableSchema nowhere = keyed("nowhere", integer("id").notNull());
        Fence fence = begin();
        try (ChangeWriter writer = sink.openChangeWriter(fence)) {
            failsWith(TARGET_TABLE_MISMATCH, () -> writer.apply(insert(items, items(0, 1))));
            writer.rollback();
            failsWith(TARGET_TABLE_MISSING, () -> writer.apply(insert(nowhere, List.of(TextRows.row(nowhere, "1")))));
            writer.rollback();
        }
        failsWith(TARGET_TABLE_MISMATCH, () -> {
            try (LoadWriter writer = sink.openLoadWriter(items, fence)) {
                writer.write(items(0, 1));
                writer.commit(items.id(), 0, new ChunkDone(1, "low", "high"));
            }
        });
    }

    @Test
    void presentTableThatLacksAColumnIsFoundBeforeAnyRowComes() {
        assertThat(sink.checkPresent(List.of(items))).as("no table").isEmpty();
        sink.createTable(items);
        assertThat(sink.checkPresent(List.of(items))).as("the table itself").isEmpty();
        TableSchema wider = items.toBuilder().column(string("extra", 10)).build();
        assertThat(sink.checkPresent(List.of(wider))).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.problem()).contains("items").contains("extra");
            assertThat(finding.remedy()).contains("extra");
        });
    }

    private List<Finding> blocking(TableSchema wanted) {
        return sink.check(List.of(wanted)).stream()
                .filter(finding -> finding.severity() == Severity.BLOCKING)
                .toList();
    }

    private TableSchema described(TableSchema table) {
        return sink.describe(table.id()).orElseThrow();
    }
}
