package dev.millrace.sink.mysql;

import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.sink.mysql.Rows.ABSENT;
import static dev.millrace.sink.mysql.TargetFixture.column;
import static dev.millrace.sink.mysql.TargetFixture.delete;
import static dev.millrace.sink.mysql.TargetFixture.insert;
import static dev.millrace.sink.mysql.TargetFixture.primary;
import static dev.millrace.sink.mysql.TargetFixture.table;
import static dev.millrace.sink.mysql.TargetFixture.update;
import static dev.millrace.sink.mysql.TargetFixture.upsert;
import static org.assertj.core.api.Assertions.assertThat;

/** Values that no row of a memory table and no packet holds. */
@ParameterizedClass
@EnumSource(TargetServer.class)
class LargeValuesIT extends TargetTest {
    private static final TableSchema DOCUMENTS = table(EngineFamily.POSTGRES, "documents")
            .column(column("id", Kind.INT4, "integer").notNull())
            .column(column("body", Kind.CLOB, "text"))
            .column(column("raw", Kind.BLOB, "bytea"))
            .primaryKey(primary("id"))
            .build();

    LargeValuesIT(TargetServer server) {
        super(server);
    }

    @Test
    void largerThanAPacket() throws SQLException {
        byte[] raw = new byte[17 * 1024 * 1024];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) i;
        }
        target.load(DOCUMENTS, List.of(Rows.of(1, "x", raw)));
        assertThat(target.single("SELECT LENGTH(raw), HEX(SUBSTRING(raw, 16777216, 3)) FROM shop.documents"))
                .isEqualTo(raw.length + "|FF0001");
        raw[0] = 7;
        assertThat(apply(update(DOCUMENTS, List.of(Rows.of(1, ABSENT, ABSENT)), List.of(Rows.of(1, ABSENT, raw)))))
                .isEqualTo(1);
        assertThat(target.single("SELECT LENGTH(raw), HEX(LEFT(raw, 2)), body FROM shop.documents"))
                .isEqualTo(raw.length + "|0701|x");
    }

    @Test
    void manyOfThemGoThroughEveryKindOfChange() throws SQLException {
        String body = "é\\\n".repeat(30_000);
        List<Row> rows = IntStream.range(0, 5)
                .mapToObj(i -> Rows.of(i, body + i, new byte[70_000]))
                .toList();
        target.load(DOCUMENTS, rows.subList(0, 2));
        apply(insert(DOCUMENTS, rows.subList(2, 4)));
        apply(upsert(DOCUMENTS, rows));
        assertThat(target.query("SELECT id, CHAR_LENGTH(body), RIGHT(body, 1), LENGTH(raw) FROM shop.documents"))
                .containsExactlyElementsOf(IntStream.range(0, 5)
                        .mapToObj(i -> i + "|90001|" + i + "|70000")
                        .toList());
        List<Row> swapped = IntStream.range(0, 5)
                .mapToObj(i -> Rows.of(i, body + (4 - i), ABSENT))
                .toList();
        assertThat(apply(update(DOCUMENTS, rows, swapped))).isEqualTo(5);
        assertThat(target.query("SELECT RIGHT(body, 1) FROM shop.documents ORDER BY id"))
                .containsExactly("4", "3", "2", "1", "0");
        assertThat(apply(delete(DOCUMENTS, rows))).isEqualTo(5);
    }
}
