package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.emulated.sqlserver.ServerClasses;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Columns that the server fills, hides or stores in a way of its own, in the load and in the log. */
class SpecialColumnsIT {
    private final Replication replication = new Replication();

    @AfterEach
    void close() {
        replication.close();
    }

    private void set(String sql) {
        replication.fixture.database().administer(sql);
    }

    private SourcePosition begun(TableSchema table) {
        return replication.source.beginCapture(List.of(table), new CaptureStart.Now());
    }

    private List<String> changes(SourcePosition from, int commits, TableSchema table) {
        return replication.changes(from, commits, table).stream()
                .map(words -> words.replace("\0", ""))
                .toList();
    }

    /** "Data type considerations for change data capture": the change table holds NULL in their place. */
    @Test
    void computedColumnsAreLeftOut() {
        replication
                .fixture
                .database()
                .createTable(EmulatedTable.of(
                        "sales",
                        "sums",
                        List.of(
                                EmulatedColumn.of("id", "int", false),
                                new EmulatedColumn("twice", "int", true, "[amount] * 2"),
                                EmulatedColumn.of("amount", "int", true)),
                        List.of("id")));
        replication.fixture.database().enableCapture("sales", "sums", "sales_sums");
        TableSchema sums = replication.told("sums");
        assertThat(sums.columns())
                .extracting(ColumnSchema::fill)
                .containsExactly(Fill.DEFAULT, Fill.GENERATED, Fill.DEFAULT);
        SourcePosition start = begun(sums);
        replication.insert("sums", List.of("id", "amount"), List.of(1, 10));
        replication
                .fixture
                .database()
                .transaction(changes -> changes.update("sales", "sums", Map.of("id", 1), Map.of("amount", 20)));
        assertThat(replication.source.check(List.of(sums), true)).isEmpty();
        assertThat(replication.loaded(sums)).containsExactly("[1, \0absent, 20]");
        assertThat(changes(start, 2, sums)).containsExactly("insert [1, absent, 10]", "update [1, absent, 20]");
    }

    @Test
    void sparseColumnsAreColumnsAsOthers() {
        TableSchema wide = replication.createCaptured("wide", "id int", "often nvarchar(10)", "seldom nvarchar(10)");
        set("UPDATE sys.columns SET is_sparse = TRUE WHERE name = 'seldom'");
        SourcePosition start = begun(wide);
        List<String> columns = List.of("id", "often", "seldom");
        replication.insert("wide", columns, Arrays.asList(1, "a", null));
        replication
                .fixture
                .database()
                .transaction(changes -> changes.update("sales", "wide", Map.of("id", 1), Map.of("seldom", "b")));
        assertThat(replication.loaded(wide)).containsExactly("[1, a, b]");
        assertThat(changes(start, 2, wide)).containsExactly("insert [1, a, null]", "update [1, a, b]");
    }

    /** The columns of the period are values as others, hidden or not; the history is the server's own table. */
    @Test
    void periodOfATemporalTableIsTakenAndItsHistoryIsNot() {
        TableSchema prices = replication.createCaptured(
                "prices", "id int", "price money", "since datetime2(7)", "until datetime2(7)");
        replication.create("prices_history", "id int", "price money", "since datetime2(7)", "until datetime2(7)");
        set("UPDATE sys.tables SET temporal_type = 2 WHERE name = 'prices'");
        set("UPDATE sys.tables SET temporal_type = 1 WHERE name = 'prices_history'");
        set("UPDATE sys.columns SET generated_always_type = 1, is_hidden = TRUE WHERE name = 'since'");
        set("UPDATE sys.columns SET generated_always_type = 2, is_hidden = TRUE WHERE name = 'until'");
        assertThat(replication.source.tables(id -> id.table().startsWith("prices")))
                .extracting(table -> table.id().table())
                .containsExactly("prices");
        SourcePosition start = begun(prices);
        List<String> columns = List.of("id", "price", "since", "until");
        String first = "2026-11-23 08:30:00.1234567";
        String forever = "9999-12-31 23:59:59.9999999";
        replication.insert("prices", columns, List.of(1, "9.9900", first, forever));
        String second = "2026-11-23 08:31:00.0000001";
        replication
                .fixture
                .database()
                .transaction(changes -> changes.update(
                        "sales", "prices", Map.of("id", 1), Map.of("price", "19.9900", "since", second)));
        assertThat(replication.loaded(prices)).containsExactly("[1, 19.9900, " + second + ", " + forever + "]");
        assertThat(changes(start, 2, prices))
                .containsExactly(
                        "insert [1, 9.9900, " + first + ", " + forever + "]",
                        "update [1, 19.9900, " + second + ", " + forever + "]");
    }

    /** Debezium would tell the server's own bytes of the first three, and nothing of the last. */
    @Test
    void valuesOfTheServersOwnClassesAreTheSameInTheLoadAndInTheLog() {
        TableSchema owns = replication.createCaptured(
                "owns", "id hierarchyid", "area geography", "outline geometry", "any sql_variant", "n int");
        SourcePosition start = begun(owns);
        List<String> columns = List.of("id", "area", "outline", "any", "n");
        byte[] area = ServerClasses.shape(104001, new byte[] {1, 2, 3});
        byte[] outline = ServerClasses.shape(0, new byte[] {9});
        byte[] root = ServerClasses.hierarchy("/1/2/");
        replication.insert(
                "owns", columns, Arrays.asList(root, area, outline, ServerClasses.variant("float", "0.1"), 1));
        replication.insert("owns", columns, Arrays.asList(ServerClasses.hierarchy("/"), null, null, null, 2));
        assertThat(replication.source.check(List.of(owns), true)).isEmpty();
        assertThat(replication.loaded(owns))
                .containsExactlyInAnyOrder("[/, null, null, null, 2]", "[/1/2/, 41960100010203, 0000000009, 0.1, 1]");
        replication.fixture.database().transaction(changes -> {
            changes.update("sales", "owns", Map.of("id", root), Map.of("n", 3));
            changes.update(
                    "sales",
                    "owns",
                    Map.of("id", root),
                    Map.of(
                            "area",
                            ServerClasses.shape(4326, new byte[] {7}),
                            "any",
                            ServerClasses.variant("int", "5")));
            changes.delete("sales", "owns", Map.of("id", root));
        });
        assertThat(changes(start, 3, owns))
                .containsExactly(
                        "insert [/1/2/, 41960100010203, 0000000009, 0.1, 1]",
                        "insert [/, null, null, null, 2]",
                        "update [/1/2/, 41960100010203, 0000000009, 0.1, 3]",
                        "update [/1/2/, e610000007, 0000000009, 5, 3]",
                        "delete [/1/2/, absent, absent, absent, absent]");
    }
}
