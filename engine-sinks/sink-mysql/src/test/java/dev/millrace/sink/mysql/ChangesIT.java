package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.sql.SQLException;
import java.util.ArrayList;
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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sets of every kind and size change the rows they mean, and no others. */
@ParameterizedClass
@EnumSource(TargetServer.class)
class ChangesIT extends TargetTest {
    ChangesIT(TargetServer server) {
        super(server);
    }

    @Test
    void compositeTextAndBinaryKeysFindTheirRows() throws SQLException {
        TableSchema keys = table(EngineFamily.MYSQL, "odd keys `x` 'y' \"z\"")
                .column(column(
                                "a'",
                                DataType.ofLength(Kind.STRING, 20),
                                "varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci")
                        .notNull())
                .column(column("b`c", DataType.ofLength(Kind.BYTES, 8), "varbinary(8)")
                        .notNull())
                .column(column("sélect", DataType.ofScale(Kind.DATETIME, 3), "datetime(3)")
                        .notNull())
                .column(column("v", DataType.of(Kind.INT4), "int"))
                .primaryKey(primary("a'", "b`c", "sélect"))
                .build();
        List<Row> rows = IntStream.range(0, 300)
                .mapToObj(i -> Rows.of("é" + i, new byte[] {(byte) i, 0, '\\'}, "2024-01-01 00:00:00.12", i))
                .toList();
        for (int size : List.of(1, 2, 300)) {
            target.load(keys, rows);
            List<Row> changed = rows.stream()
                    .limit(size)
                    .map(row -> Rows.of(ABSENT, ABSENT, ABSENT, "-1"))
                    .toList();
            assertThat(apply(update(keys, rows.subList(0, size), changed))).isEqualTo(size);
            Row stranger = Rows.of("中", new byte[] {1}, "2024-01-01 00:00:00.12", 1);
            assertThat(apply(delete(keys, List.of(stranger)))).isZero();
            assertThat(apply(delete(keys, rows.subList(0, size)))).isEqualTo(size);
            assertThat(target.single("SELECT COUNT(*), MIN(v) FROM shop.`odd keys ``x`` 'y' \"z\"`"))
                    .isEqualTo(300 - size + "|" + (size == 300 ? "null" : size));
        }
    }

    @Test
    void duplicatesFailTheChunkAndTheSet() throws SQLException {
        List<Row> doubled = new ArrayList<>(items(0, 100));
        doubled.add(Rows.of(5, "again", null));
        assertThatThrownBy(() -> target.load(ITEMS, doubled))
                .isInstanceOfSatisfying(ReplicationException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED);
                    assertThat(failure.getMessage())
                            .contains("shop.items")
                            .contains("PRIMARY")
                            .doesNotContain("'5'");
                });
        assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("0");
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, items(0, 1));
            assertThatThrownBy(() -> apply(insert(ITEMS, items(0, size))))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED));
            assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("1");
        }
    }

    @Test
    void absentColumnsStayEvenIfTheyUpdateThemselves() throws SQLException {
        TableSchema stamped = table(EngineFamily.MYSQL, "stamped")
                .column(column("id", Kind.INT4, "int").notNull())
                .column(column("v", Kind.INT4, "int"))
                .column(new ColumnSchema(
                        "changed",
                        DataType.of(Kind.TIMESTAMP_TZ),
                        "timestamp",
                        false,
                        Fill.DEFAULT,
                        "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
                        WireForm.CANONICAL))
                .primaryKey(primary("id"))
                .build();
        for (int size : SMALL_AND_LARGE) {
            target.load(
                    stamped,
                    IntStream.range(0, size)
                            .mapToObj(i -> Rows.of(i, 0, "2001-02-03 04:05:06+00"))
                            .toList());
            List<Row> changed = IntStream.range(0, size)
                    .mapToObj(i -> Rows.of(i, 7, ABSENT))
                    .toList();
            assertThat(apply(update(stamped, changed, changed))).isEqualTo(size);
            assertThat(target.query("SELECT DISTINCT v, changed FROM shop.stamped"))
                    .containsExactly("7|2001-02-03 04:05:06");
        }
        assertThat(target.sink.describe(stamped.id()).orElseThrow().column(2).expression())
                .containsIgnoringCase("ON UPDATE CURRENT_TIMESTAMP");
    }
}
