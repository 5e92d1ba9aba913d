package dev.millrace.sink.mysql;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static dev.millrace.sink.mysql.Rows.ABSENT;

class WriteStatementsTest {
    private static final TableSchema TARGET = TableSchema.builder(new TableId("sh`op", "it's"), EngineFamily.MYSQL)
            .column(ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint").notNull())
            .column(ColumnSchema.of(
                            "code",
                            DataType.ofLength(Kind.STRING, 20),
                            "varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin")
                    .notNull())
            .column(ColumnSchema.of(
                    "old text", DataType.of(Kind.CLOB), "text CHARACTER SET latin1 COLLATE latin1_swedish_ci"))
            .column(ColumnSchema.of("bits", DataType.ofLength(Kind.BIT, 4), "bit(4)"))
            .column(ColumnSchema.of("doc", DataType.of(Kind.JSON), "json"))
            .column(ColumnSchema.of("raw", DataType.of(Kind.BLOB), "longblob"))
            .column(ColumnSchema.of("single", DataType.of(Kind.REAL4), "float"))
            .column(new ColumnSchema(
                    "changed",
                    DataType.ofScale(Kind.TIMESTAMP_TZ, 6),
                    "timestamp(6)",
                    true,
                    Fill.DEFAULT,
                    "NULL ON UPDATE CURRENT_TIMESTAMP(6)",
                    WireForm.CANONICAL))
            .primaryKey(new KeySchema("PRIMARY", List.of("id", "code")))
            .build();
    private static final TableSchema KEYLESS =
            TARGET.toBuilder().primaryKey(null).build();
    private static final TableSchema SIMPLE = TARGET.toBuilder()
            .primaryKey(new KeySchema("PRIMARY", List.of("id")))
            .build();
    private static final Row FULL = Rows.of(
            1,
            "a'\\\0",
            "é",
            "0101",
            "{\"a\": \"b\\n\"}",
            new byte[] {0, 39, -1},
            "0.1",
            "2024-01-01 10:00:00.500000+00");
    private static final Row EMPTY = Rows.of(2, "", null, null, null, null, null, null);
    private static final Row PARTIAL = Rows.of(1, "a", ABSENT, ABSENT, "{}", ABSENT, ABSENT, ABSENT);

    private static final StagePlace PLACE = new StagePlace("`ctl`.`stage`", true);

    private final TableLayout layout = new TableLayout(TARGET, TARGET);
    private final TableLayout simple = new TableLayout(SIMPLE, SIMPLE);
    private final TableLayout keyless = new TableLayout(KEYLESS, KEYLESS);

    @Test
    void loadGoesThroughVariablesWhereBytesAreNotTheText() {
        ByteBuilder fields = new ByteBuilder();
        LoadStatement.appendRow(FULL, layout.columns(), fields);
        LoadStatement.appendRow(EMPTY, layout.columns(), fields);
        String readable = new String(fields.toByteArray(), StandardCharsets.ISO_8859_1)
                .replace("\t", "<tab>")
                .replace("\u00ff", "<ff>")
                .replace("\u00c3\u00a9", "<e-acute>");
        Golden.assertMatches(
                "load.sql", List.of(LoadStatement.into(layout.table(), layout.columns()), readable.stripTrailing()));
    }

    @Test
    void insertAndUpsertOfLiterals() {
        Golden.assertMatches(
                "insert.sql",
                List.of(
                        text(sql -> insert(layout, List.of(FULL, EMPTY), sql)),
                        text(sql -> {
                            insert(layout, List.of(PARTIAL), sql);
                            InsertStatement.endUpsert(layout, layout.present(PARTIAL), true, sql);
                        }),
                        text(sql -> {
                            insert(layout, List.of(PARTIAL), sql);
                            InsertStatement.endUpsert(layout, layout.present(PARTIAL), false, sql);
                        })));
    }

    @Test
    void updateAndDeleteByKey() {
        List<Row> two = List.of(FULL, EMPTY);
        Golden.assertMatches(
                "keyed.sql",
                List.of(
                        text(sql -> KeyedStatement.update(layout, layout.present(PARTIAL), FULL, PARTIAL, sql)),
                        text(sql -> KeyedStatement.update(
                                simple, List.of(simple.columns().get(2)), two, two, sql)),
                        text(sql -> KeyedStatement.update(layout, List.of(), two, two, sql)),
                        text(sql -> KeyedStatement.delete(layout, List.of(FULL), sql)),
                        text(sql -> KeyedStatement.delete(layout, two, sql)),
                        text(sql -> KeyedStatement.delete(simple, two, sql))));
    }

    @Test
    void updateAndDeleteWithoutKey() {
        Golden.assertMatches(
                "keyless.sql",
                List.of(
                        text(sql -> KeylessStatement.delete(keyless, FULL, sql)),
                        text(sql -> KeylessStatement.delete(keyless, EMPTY, sql)),
                        text(sql -> KeylessStatement.update(keyless, keyless.present(PARTIAL), FULL, PARTIAL, sql))));
    }

    @Test
    void stagedSets() {
        List<Row> two = List.of(FULL, EMPTY);
        Stage all = new Stage(PLACE, layout.key(), two, layout.columns(), two);
        Row huge = Rows.of(1, "a", "x".repeat(70_000), null, null, null, null, null);
        Stage large = new Stage(PLACE, List.of(), List.of(), simple.columns().subList(0, 3), List.of(huge));
        Stage keysOnly = new Stage(PLACE, layout.key(), two, List.of(), List.of());
        Golden.assertMatches(
                "stage.sql",
                List.of(
                        all.drop(),
                        all.create(),
                        all.load(),
                        all.updateTarget(layout),
                        all.insertMissing(layout),
                        keysOnly.updateTarget(layout),
                        keysOnly.deleteTarget(layout),
                        large.create(),
                        large.upsertTarget(simple)));
    }

    private static void insert(TableLayout layout, List<Row> rows, ByteBuilder sql) {
        InsertStatement.begin(layout.table(), layout.present(rows.get(0)), sql);
        for (int i = 0; i < rows.size(); i++) {
            InsertStatement.appendRow(rows.get(i), layout.present(rows.get(i)), i == 0, sql);
        }
    }

    private static String text(Consumer<ByteBuilder> statement) {
        ByteBuilder sql = new ByteBuilder();
        statement.accept(sql);
        return StatementText.of(sql);
    }
}
