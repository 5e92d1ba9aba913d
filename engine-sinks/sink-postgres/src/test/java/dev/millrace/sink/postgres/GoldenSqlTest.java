package dev.millrace.sink.postgres;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.IndexSchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.sink.jdbc.ControlTable;
import dev.millrace.sink.jdbc.ControlTables;
import dev.millrace.sink.jdbc.TableChanges;
import dev.millrace.sink.postgres.ApplySql.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every statement that the sink makes, word for word. After a wanted change, run with {@code -Dtest.jvm.args=-Dgolden.write=true} and
 * look at the difference.
 */
class GoldenSqlTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    private static final TableSchema ITEMS = TableSchema.builder(new TableId("app", "it\"ems"), EngineFamily.POSTGRES)
            .column(filled("id", Kind.INT8, "bigint", false, Fill.IDENTITY_ALWAYS, null))
            .column(filled("code", Kind.STRING, "character varying(8)", false, Fill.DEFAULT, "'x'::character varying"))
            .column(filled("fixed", Kind.STRING, "character(3) COLLATE \"C\"", true, Fill.DEFAULT, null))
            .column(filled("tags", Kind.ARRAY, "text[]", true, Fill.DEFAULT, null))
            .column(filled("place", Kind.OTHER, "point", true, Fill.DEFAULT, null))
            .column(filled("at", Kind.DATETIME, "timestamp(3) without time zone", true, Fill.DEFAULT, null))
            .column(filled("twice", Kind.INT4, "integer", true, Fill.GENERATED, "3 * 2"))
            .primaryKey(new KeySchema("items_pkey", List.of("id")))
            .uniqueKeys(List.of(
                    new KeySchema("items_code", List.of("code", "fixed")),
                    new KeySchema("items_nulls", List.of("at"), false)))
            .indexes(List.of(
                    new IndexSchema(
                            "items at",
                            List.of("at"),
                            false,
                            "CREATE INDEX \"items at\" ON ONLY src.\"a USING b\" USING btree (at DESC) WHERE (id > 5)"),
                    new IndexSchema("moved", List.of("at", "code"), true, "")))
            .foreignKeys(List.of(new ForeignKeySchema(
                    "items_parent",
                    List.of("code"),
                    new TableId("app", "parent"),
                    List.of("key"),
                    "CASCADE",
                    "NO ACTION",
                    true)))
            .build();

    private final PostgresDialect dialect = new PostgresDialect("someone");

    @Test
    void tables() {
        List<String> statements = new ArrayList<>(dialect.createTable(ITEMS));
        ITEMS.uniqueKeys().forEach(key -> statements.add(dialect.addUniqueKey(ITEMS, key)));
        ITEMS.indexes()
                .forEach(index -> statements.add(dialect.addIndex(ITEMS, index).orElseThrow()));
        ITEMS.foreignKeys().forEach(key -> statements.add(dialect.addForeignKey(ITEMS, key)));
        TableSchema bare = ITEMS.toBuilder()
                .columns(ITEMS.columns().stream()
                        .map(column -> filled(
                                column.name(),
                                column.type().kind(),
                                column.nativeType(),
                                column.nullable(),
                                Fill.DEFAULT,
                                null))
                        .toList())
                .build();
        statements.addAll(dialect.completeColumns(ITEMS, bare));
        statements.addAll(dialect.alterTable(
                ITEMS,
                new TableChanges(
                        List.of(ITEMS.column(1), ITEMS.column(4), ITEMS.column(6)),
                        List.of("gone"),
                        List.of(ITEMS.column(0), ITEMS.column(2)),
                        List.of("at"))));
        statements.add(dialect.truncateTable(ITEMS.id()));
        statements.add(dialect.dropTable(ITEMS.id()));
        assertGolden("tables.sql", statements);
    }

    @Test
    void tablesOfMySql() {
        List<ColumnSchema> columns = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            columns.add(ColumnSchema.of(kind.name(), DataType.of(kind), "?"));
        }
        columns.add(ColumnSchema.of("decimal", DataType.numeric(65, 30), "decimal(65,30)"));
        columns.add(ColumnSchema.of("varchar", DataType.ofLength(Kind.STRING, 20), "varchar(20)"));
        columns.add(ColumnSchema.of("bits", DataType.ofLength(Kind.BIT, 9), "bit(9)"));
        columns.add(ColumnSchema.of("micros", DataType.ofScale(Kind.TIMESTAMP_TZ, 6), "timestamp(6)"));
        columns.add(ColumnSchema.of("nanos", DataType.ofScale(Kind.DATETIME, 9), "datetime2"));
        columns.add(filled("auto", Kind.UINT8, "bigint unsigned", false, Fill.IDENTITY, null));
        columns.add(filled("computed", Kind.INT4, "int", true, Fill.GENERATED, "(`INT4` * 2)"));
        columns.add(filled("number", Kind.INT4, "int", false, Fill.DEFAULT, "-5"));
        columns.add(filled("text", Kind.STRING, "varchar(5)", false, Fill.DEFAULT, "'it''s'"));
        columns.add(filled(
                "now",
                Kind.DATETIME,
                "datetime",
                false,
                Fill.DEFAULT,
                "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"));
        columns.add(filled("call", Kind.STRING, "varchar(36)", true, Fill.DEFAULT, "(uuid())"));
        TableSchema kinds = TableSchema.builder(new TableId("shop", "kinds"), EngineFamily.MYSQL)
                .columns(columns)
                .primaryKey(new KeySchema("PRIMARY", List.of("auto")))
                .build();
        List<String> statements = new ArrayList<>(dialect.createTable(kinds));
        KeySchema longName = new KeySchema("k".repeat(64), List.of("varchar"));
        statements.add(dialect.addUniqueKey(kinds, longName));
        statements.add(dialect.addIndex(kinds, new IndexSchema("bits", List.of("bits"), false, "KEY `bits` (`bits`)"))
                .orElseThrow());
        assertThat(dialect.addIndex(kinds, new IndexSchema("long", List.of("CLOB"), false, "KEY `long` (`CLOB`(10))")))
                .isEmpty();
        TableSchema bare = kinds.toBuilder()
                .columns(columns.stream()
                        .map(column -> filled(
                                column.name(),
                                column.type().kind(),
                                dialect.columnType(kinds, column),
                                column.nullable(),
                                Fill.DEFAULT,
                                null))
                        .toList())
                .build();
        statements.addAll(dialect.completeColumns(kinds, bare));
        assertGolden("tables-of-mysql.sql", statements);
    }

    @Test
    void controlTables() {
        ControlTables tables = new ControlTables(dialect, "my\"dms", "orders");
        List<String> statements = new ArrayList<>();
        for (ControlTable control : ControlTable.values()) {
            statements.addAll(dialect.createControlTable(control, tables.id(control)));
        }
        statements.add(PipelinedCommit.statements(tables));
        statements.add(PipelinedCommit.coveringStatements(tables));
        statements.add(PipelinedCommit.aheadStatements(tables));
        statements.add(tables.holdFence());
        statements.add(tables.markChunkDone());
        assertGolden("control-tables.sql", statements);
    }

    @Test
    void changes() {
        TableBinding binding = TableBinding.of(ITEMS, ITEMS);
        int[] key = binding.key();
        int[] values = {1, 2, 3, 4, 5};
        List<String> names = binding.names(values);
        RowSource plain = new RowSource(binding, new int[0], values);
        RowSource keyed = new RowSource(binding, key, values);
        List<Assignment> set = List.of(new Assignment("code", 0), new Assignment("tags", 2));
        assertGolden(
                "changes.sql",
                List.of(
                        ApplySql.copy(ITEMS.id(), names),
                        ApplySql.copyBinary(ITEMS.id(), names),
                        ApplySql.insert(ITEMS.id(), names, plain, false),
                        ApplySql.insert(ITEMS.id(), names, plain, true),
                        ApplySql.upsert(ITEMS.id(), names, plain, List.of("id"), set, false),
                        ApplySql.upsert(ITEMS.id(), names, plain, List.of("id", "code"), List.of(), true),
                        ApplySql.insertMissing(ITEMS.id(), names, keyed, List.of("id"), false),
                        ApplySql.update(ITEMS.id(), keyed, set, List.of("id")),
                        ApplySql.update(ITEMS.id(), keyed, List.of(), List.of("id")),
                        ApplySql.countChanged(ITEMS.id(), keyed, set, List.of("id")),
                        ApplySql.delete(
                                ITEMS.id(),
                                new RowSource(binding, new int[] {0, 1}, new int[0]),
                                List.of("id", "code")),
                        ApplySql.delete(ITEMS.id(), new RowSource(binding, key, new int[0]), List.of("id")),
                        ApplySql.deleteAll(ITEMS.id())));
    }

    @Test
    void changesWithoutKey() {
        TableBinding binding = TableBinding.of(ITEMS, ITEMS);
        int[] image = {1, 2, 4};
        RowSource deleted = new RowSource(binding, image, new int[0]);
        RowSource updated = new RowSource(binding, image, new int[] {3, 5});
        List<Assignment> set = List.of(new Assignment("tags", 0), new Assignment("at", 1));
        assertGolden(
                "changes-without-key.sql",
                List.of(
                        new ImageSql(binding, image, deleted, List.of(0, 1)).delete(),
                        new ImageSql(binding, image, updated, List.of()).update(set)));
    }

    private static ColumnSchema filled(
            String name, Kind kind, String nativeType, boolean nullable, Fill fill, @Nullable String expression) {
        return new ColumnSchema(name, DataType.of(kind), nativeType, nullable, fill, expression, WireForm.CANONICAL);
    }

    private static void assertGolden(String file, List<String> statements) {
        String text = String.join(";\n\n", statements) + ";\n";
        Path golden = GOLDEN.resolve(file);
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(GOLDEN);
                Files.writeString(golden, text);
            }
            assertThat(text).isEqualTo(Files.readString(golden));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
