package dev.millrace.testing.contract.source;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import dev.millrace.spi.Finding.Severity;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Snapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables are told as they are, in order, and nothing else is. */
public abstract class CatalogueContract extends SourceTopic {

    @Test
    void tablesComeInOrderOfTheirNames() {
        for (String name : List.of("beta", "gamma", "alpha")) {
            create(keyed(name, integer("id").notNull()));
        }
        assertThat(source.tables(id -> id.schema().equals(fixture.schema())))
                .extracting(table -> table.id().table())
                .containsExactly("alpha", "beta", "gamma");
    }

    @Test
    void onlyWantedTablesShow() {
        create(keyed("alpha", integer("id").notNull()));
        TableSchema beta = create(keyed("beta", integer("id").notNull()));
        assertThat(source.tables(beta.id()::equals)).extracting(TableSchema::id).containsExactly(beta.id());
        assertThat(source.tables(id -> false)).isEmpty();
    }

    @Test
    void systemSchemasNeverShow() {
        create(keyed("alpha", integer("id").notNull()));
        assertThat(source.tables(id -> true))
                .extracting(table -> table.id().schema())
                .contains(fixture.schema())
                .doesNotContainAnyElementsOf(fixture.systemSchemas());
    }

    @Test
    void columnsComeInTheirOrderWithTypeAndNullness() {
        TableSchema told = create(keyed(
                "samples",
                string("code", 20).notNull(),
                integer("n"),
                column("price", DataType.numeric(10, 2)),
                column("note", DataType.of(Kind.CLOB))));
        assertThat(told.family()).isEqualTo(source.family());
        assertThat(told.columns()).extracting(ColumnSchema::name).containsExactly("code", "n", "price", "note");
        assertThat(told.columns()).extracting(ColumnSchema::nullable).containsExactly(false, true, true, true);
        assertThat(told.columns())
                .extracting(column -> column.type().kind())
                .containsExactly(Kind.STRING, Kind.INT8, Kind.NUMERIC, Kind.CLOB);
        assertThat(told.column(0).type().length()).isEqualTo(20);
        assertThat(told.column(2).type().precision()).isEqualTo(10);
        assertThat(told.column(2).type().scale()).isEqualTo(2);
    }

    @Test
    void keysIndexesAndForeignKeysAreTold() {
        TableSchema parent =
                create(table("parents", integer("a").notNull(), integer("b").notNull())
                        .primaryKey(new KeySchema("PRIMARY", List.of("b", "a"))));
        TableSchema child = create(
                keyed("children", integer("id").notNull(), integer("x"), integer("y"), string("code", 20), integer("n"))
                        .uniqueKeys(List.of(new KeySchema("children_code", List.of("code"))))
                        .indexes(List.of(new IndexSchema("children_n", List.of("n", "code"), false, "")))
                        .foreignKeys(List.of(new ForeignKeySchema(
                                "children_parent",
                                List.of("y", "x"),
                                parent.id(),
                                List.of("b", "a"),
                                "CASCADE",
                                "NO ACTION",
                                false))));
        assertThat(parent.primaryKey().orElseThrow().columns()).containsExactly("b", "a");
        assertThat(child.primaryKey().orElseThrow().columns()).containsExactly("id");
        assertThat(child.uniqueKeys()).containsExactly(new KeySchema("children_code", List.of("code")));
        assertThat(child.indexes())
                .filteredOn(index -> index.name().equals("children_n"))
                .singleElement()
                .satisfies(index -> {
                    assertThat(index.columns()).containsExactly("n", "code");
                    assertThat(index.unique()).isFalse();
                    assertThat(index.definition()).contains("children_n");
                });
        assertThat(child.foreignKeys()).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("children_parent");
            assertThat(key.columns()).containsExactly("y", "x");
            assertThat(key.parent()).isEqualTo(parent.id());
            assertThat(key.parentColumns()).containsExactly("b", "a");
            assertThat(key.onDelete()).isEqualTo("CASCADE");
            assertThat(key.actsOnChildren()).isTrue();
        });
    }

    @Test
    void tableIsIdentifiedByAUniqueKeyOfColumnsThatAreNeverNull() {
        TableSchema told =
                create(table("coded", integer("n"), string("code", 20).notNull())
                        .uniqueKeys(List.of(
                                new KeySchema("by_n", List.of("n")), new KeySchema("coded_code", List.of("code")))));
        assertThat(told.primaryKey()).isEmpty();
        assertThat(told.identifyingKey().orElseThrow().columns()).containsExactly("code");
        assertThat(create(table("marks", integer("n"))).identifyingKey()).isEmpty();
    }

    @Test
    void namesOfAnyKindAreToldAndRead() {
        String name = fixture.allowedName("select \"x\" ? ä 'y' `z`");
        String quoted = fixture.allowedName("\"quoted\" 'x' `y`");
        TableSchema odd = create(TableSchema.builder(new TableId(fixture.schema(), name), source.family())
                .column(integer("Key ?").notNull())
                .column(string(quoted, 20))
                .column(string("größe $1", 20))
                .primaryKey(new KeySchema("PRIMARY", List.of("Key ?"))));
        assertThat(odd.columns()).extracting(ColumnSchema::name).containsExactly("Key ?", quoted, "größe $1");
        write(writer -> writer.insert(odd, List.of(row("1", "a", "b"))));
        try (Snapshot snapshot = source.openSnapshot(List.of(odd), true)) {
            assertThat(Chunks.rows(snapshot, odd, snapshot.plan(odd, new ChunkPolicy.Planned(10))))
                    .containsExactly("[1, a, b]");
        }
        SourcePosition start = source.currentPosition();
        write(writer -> {
            writer.update(odd.id(), Map.of("Key ?", "1"), Map.of("größe $1", "c"));
            writer.delete(odd.id(), Map.of("größe $1", "c"));
        });
        assertThat(Log.changes(read(start, odd)))
                .containsExactly(
                        "update " + odd.id().table() + " [1] [1, a, c]",
                        "delete " + odd.id().table() + " [1]");
    }

    @Test
    void healthySourceHasNothingThatBlocks() {
        List<TableSchema> tables = List.of(createItems(), create(table("marks", integer("n"))));
        for (boolean capture : List.of(true, false)) {
            List<Finding> findings = source.check(tables, capture);
            assertThat(findings)
                    .filteredOn(finding -> finding.severity() == Severity.BLOCKING)
                    .isEmpty();
        }
    }
}
