package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
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
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.millrace.sink.mysql.Rows.ABSENT;
import static dev.millrace.sink.mysql.TargetFixture.checkpoint;
import static dev.millrace.sink.mysql.TargetFixture.column;
import static dev.millrace.sink.mysql.TargetFixture.delete;
import static dev.millrace.sink.mysql.TargetFixture.insert;
import static dev.millrace.sink.mysql.TargetFixture.primary;
import static dev.millrace.sink.mysql.TargetFixture.table;
import static dev.millrace.sink.mysql.TargetFixture.update;
import static dev.millrace.sink.mysql.TargetFixture.upsert;
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
    void changesOfEverySizeReachTheirRows() throws SQLException {
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, items(0, 1000));
            List<Row> changed = IntStream.range(0, size)
                    .mapToObj(i -> Rows.of(i, "it's " + i + "\\", ABSENT))
                    .toList();
            assertThat(apply(update(ITEMS, ids(0, size), changed)))
                    .as("updates of %s", size)
                    .isEqualTo(size);
            assertThat(
                            target.single(
                                    "SELECT COUNT(*) FROM shop.items WHERE name = CONCAT('it\\'s ', id, '\\\\') AND price = id"))
                    .isEqualTo(String.valueOf(size));
            assertThat(apply(update(ITEMS, ids(0, size), changed)))
                    .as("a row that already has the values counts as found")
                    .isEqualTo(size);
            assertThat(apply(delete(ITEMS, ids(1000 - size, 1000))))
                    .as("deletes of %s", size)
                    .isEqualTo(size);
            assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo(String.valueOf(1000 - size));
            assertThat(apply(delete(ITEMS, ids(1000 - size, 1000))))
                    .as("gone already")
                    .isZero();
            assertThat(apply(upsert(ITEMS, items(500, 500 + size + 500)))).isEqualTo(size + 500);
            assertThat(target.single("SELECT COUNT(*), SUM(id = price) FROM shop.items"))
                    .isEqualTo(count(size) + "|" + count(size));
        }
    }

    @Test
    void keyChangesMoveRows() throws SQLException {
        for (int size : SMALL_AND_LARGE) {
            target.load(ITEMS, items(0, size));
            List<Row> moved = IntStream.range(0, size)
                    .mapToObj(i -> Rows.of(i + 5000, "moved", ABSENT))
                    .toList();
            assertThat(apply(update(ITEMS, ids(0, size), moved))).isEqualTo(size);
            assertThat(target.single("SELECT MIN(id), COUNT(*), SUM(price) + 0 FROM shop.items WHERE name = 'moved'"))
                    .isEqualTo("5000|" + size + "|" + size * (size - 1) / 2 + ".00");
        }
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
    void secondUniqueKeyIsNeverTakenForTheIdentifyingOne() throws SQLException {
        TableSchema unique = ITEMS.toBuilder()
                .id(new TableId(TargetFixture.DATABASE, "uniques"))
                .uniqueKeys(List.of(new KeySchema("name_key", List.of("name"))))
                .build();
        target.load(unique, items(0, 10));
        assertThat(target.sink.completeTables(List.of(unique))).isEmpty();
        apply(upsert(unique, List.of(Rows.of(3, "n3", "33"), Rows.of(20, "n20", "20"))));
        assertThat(target.query("SELECT id, price FROM shop.uniques WHERE id IN (3, 20)"))
                .containsExactly("3|33.00", "20|20.00");
        assertThatThrownBy(() -> apply(upsert(unique, List.of(Rows.of(21, "n4", "1")))))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED));
        assertThat(target.single("SELECT id, price FROM shop.uniques WHERE name = 'n4'"))
                .isEqualTo("4|4.00");
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

    @Test
    void truncateIsPartOfTheTransaction() throws SQLException {
        target.load(ITEMS, items(0, 5));
        try (ChangeWriter writer = target.sink.openChangeWriter(target.fence)) {
            writer.apply(new ChangeSet(ITEMS, ChangeSet.Kind.TRUNCATE, List.of(), List.of()));
            writer.apply(insert(ITEMS, items(7, 8)));
            writer.rollback();
            assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("5");
            writer.apply(new ChangeSet(ITEMS, ChangeSet.Kind.TRUNCATE, List.of(), List.of()));
            writer.commit(checkpoint("9"));
        }
        assertThat(target.single("SELECT COUNT(*) FROM shop.items")).isEqualTo("0");
    }

    private static int count(int size) {
        return size <= 500 ? 1000 + size : 1500;
    }
}
