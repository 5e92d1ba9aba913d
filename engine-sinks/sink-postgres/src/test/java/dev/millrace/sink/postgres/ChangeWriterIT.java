package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.millrace.sink.postgres.Target.ABSENT;
import static dev.millrace.sink.postgres.Target.checkpoint;
import static dev.millrace.sink.postgres.Target.column;
import static dev.millrace.sink.postgres.Target.delete;
import static dev.millrace.sink.postgres.Target.insert;
import static dev.millrace.sink.postgres.Target.required;
import static dev.millrace.sink.postgres.Target.row;
import static dev.millrace.sink.postgres.Target.truncate;
import static dev.millrace.sink.postgres.Target.update;
import static dev.millrace.sink.postgres.Target.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every shape of change, of few rows (prepared on the server) and of many (planned each time, COPY), on the current and on an older PostgreSQL. */
@ParameterizedClass(name = "PostgreSQL {0}, {1} rows")
@MethodSource("serversAndSizes")
class ChangeWriterIT {
    private static final TableSchema ITEMS = Target.table(
            "items",
            List.of("id"),
            required("id", Kind.INT4, "integer"),
            column("name", Kind.CLOB, "text"),
            column("price", Kind.NUMERIC, "numeric(10,2)"));

    private final int size;
    private final Target target;
    private final Sink sink;
    private final ChangeWriter writer;

    ChangeWriterIT(int majorVersion, int size) {
        this.size = size;
        target = new Target(majorVersion);
        sink = target.open("task");
        try (TaskStore store = sink.taskStore()) {
            var fence = store.acquire();
            store.begin(fence, checkpoint("start"));
            writer = sink.openChangeWriter(fence);
        }
    }

    static List<Arguments> serversAndSizes() {
        return TargetServers.majorVersions()
                .flatMap(version -> Stream.of(Arguments.of(version, 5), Arguments.of(version, 300)))
                .toList();
    }

    @BeforeEach
    void createTable() {
        sink.createTable(ITEMS);
    }

    @AfterEach
    void close() {
        writer.close();
        target.close();
    }

    @Test
    void insertsArriveWithTheirCheckpoint() {
        assertThat(writer.apply(items(0))).isEqualTo(size);
        assertThat(target.value("SELECT count(*) FROM app.items")).isEqualTo("0");
        writer.commit(checkpoint("0/10"));
        assertThat(target.value("SELECT count(*), min(name), sum(price) = 2.5 * count(*) FROM app.items"))
                .isEqualTo(size + "|item 0|t");
        assertThat(sink.taskStore().checkpoint()).contains(checkpoint("0/10"));
        assertThat(target.rows("SELECT \"TASK_NAME\", \"CHECKPOINT\" FROM public.awsdms_txn_state"))
                .containsExactly("task|millrace:1:0/10");
    }

    @Test
    void updateOfNothingButTheKeyStillCounts() {
        writer.apply(items(0));
        List<Row> rows = numbers().mapToObj(i -> row("" + i, ABSENT, ABSENT)).toList();
        assertThat(writer.apply(update(ITEMS, rows, rows))).isEqualTo(size);
    }

    @Test
    void upsertsConverge() {
        writer.apply(items(0));
        List<Row> rows =
                numbers().mapToObj(i -> row("" + (i + 2), "new", "9.00")).toList();
        ChangeSet upserts = new ChangeSet(ITEMS, ChangeSet.Kind.UPSERT, List.of(), rows);
        assertThat(writer.apply(upserts)).isEqualTo(size);
        assertThat(writer.apply(upserts)).isEqualTo(size);
        writer.commit(checkpoint("0/60"));
        assertThat(target.value("SELECT count(*), count(*) FILTER (WHERE name = 'new') FROM app.items"))
                .isEqualTo((size + 2) + "|" + size);
    }

    @Test
    void upsertsConvergeWithoutUniqueIndexOnTheTarget() {
        target.execute("ALTER TABLE app.items DROP CONSTRAINT items_pkey");
        upsertsConverge();
    }

    @Test
    void upsertOfNothingButTheKey() {
        TableSchema bare = Target.table("bare", List.of("id"), required("id", Kind.INT4, "integer"));
        sink.createTable(bare);
        Row[] rows = numbers().mapToObj(i -> row("" + i)).toArray(Row[]::new);
        writer.apply(upsert(bare, rows));
        writer.apply(upsert(bare, rows));
        writer.commit(checkpoint("0/61"));
        assertThat(target.value("SELECT count(*) FROM app.bare")).isEqualTo("" + size);
    }

    @Test
    void truncateEmptiesTableThatOthersReference() {
        target.execute("CREATE TABLE app.child (id int PRIMARY KEY, item int REFERENCES app.items)");
        writer.apply(items(0));
        writer.apply(truncate(ITEMS));
        writer.commit(checkpoint("0/71"));
        assertThat(target.value("SELECT count(*) FROM app.items")).isEqualTo("0");
    }

    @Test
    void singleKeysOfDifficultText() {
        TableSchema words = Target.table("words", List.of("word"), required("word", Kind.CLOB, "text"));
        sink.createTable(words);
        Row[] rows = {
            row(""), row("\\"), row("a\tb\n"), row("NULL"), row("{a,\"b\"}"), row("Grüße 😀"), row("it's"), row(" x ")
        };
        writer.apply(insert(words, rows));
        assertThat(writer.apply(delete(words, rows))).isEqualTo(rows.length);
    }

    @Test
    void rowsWithoutKeyAreToldByTheirValues() {
        TableSchema log = Target.table(
                "log",
                List.of(),
                column("at", Kind.DATETIME, "timestamp without time zone"),
                column("what", Kind.CLOB, "text"),
                column("detail", Kind.JSON, "json"),
                column("place", Kind.OTHER, "point"));
        sink.createTable(log);
        Row twin = row("2026-01-01 00:00:00", "twin", "{\"b\": 1}", "(1,2)");
        Row withNull = row("2026-01-02 00:00:00", null, null, null);
        Row empty = row("2026-01-02 00:00:00", "", null, null);
        List<Row> rows = new ArrayList<>(List.of(twin, twin, twin, withNull, empty));
        numbers().forEach(i -> rows.add(row("2026-02-01 00:00:00", "n" + i, "{}", "(0,0)")));
        writer.apply(new ChangeSet(log, ChangeSet.Kind.INSERT, List.of(), rows));

        assertThat(writer.apply(delete(log, twin))).isEqualTo(1);
        assertThat(writer.apply(
                        update(log, List.of(twin), List.of(row("2026-01-01 00:00:00", "lone", ABSENT, ABSENT)))))
                .isEqualTo(1);
        assertThat(writer.apply(delete(log, withNull, row("1999-01-01 00:00:00", "nobody", null, null))))
                .isEqualTo(1);
        writer.commit(checkpoint("0/92"));
        assertThat(target.rows(
                        "SELECT what, detail, place FROM app.log WHERE what IS NULL OR what !~ '^n' ORDER BY what"))
                .containsExactly("|∅|∅", "lone|{\"b\": 1}|(1,2)", "twin|{\"b\": 1}|(1,2)");

        List<Row> images = rows.subList(5, rows.size());
        List<Row> marked =
                numbers().mapToObj(i -> row(ABSENT, "m" + i, ABSENT, null)).toList();
        assertThat(writer.apply(update(log, images, marked))).isEqualTo(size);
        assertThat(writer.apply(delete(log, twin, twin))).isEqualTo(1);
        writer.commit(checkpoint("0/93"));
        assertThat(target.value("SELECT count(*) FROM app.log WHERE what ~ '^m' AND place IS NULL"))
                .isEqualTo("" + size);
    }

    @Test
    void columnsThatTheTargetGeneratesAreLeftToIt() {
        target.execute("CREATE TABLE app.sums (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int,"
                + " twice int GENERATED ALWAYS AS (a * 2) STORED)");
        TableSchema sums = Target.table(
                "sums",
                List.of("id"),
                required("id", Kind.INT4, "integer"),
                column("a", Kind.INT4, "integer"),
                column("twice", Kind.INT4, "integer"));
        List<Row> rows =
                numbers().mapToObj(i -> row("" + (i + 5), "" + i, "-1")).toList();
        writer.apply(new ChangeSet(sums, ChangeSet.Kind.INSERT, List.of(), rows));
        assertThat(writer.apply(update(
                        sums,
                        rows,
                        numbers().mapToObj(i -> row("" + (i + 5), "10", "-1")).toList())))
                .isEqualTo(size);
        writer.apply(new ChangeSet(sums, ChangeSet.Kind.UPSERT, List.of(), rows.subList(0, size / 2)));
        writer.commit(checkpoint("0/95"));
        assertThat(target.rows("SELECT * FROM app.sums WHERE id IN (6, " + (size + 4) + ") ORDER BY id"))
                .containsExactly("6|1|2", (size + 4) + "|10|20");
    }

    @Test
    void identityThatTakesNoNewValueIsRefusedInsteadOfIgnored() {
        target.execute("CREATE TABLE app.numbered (k text PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, v text)");
        TableSchema numbered = Target.table(
                "numbered",
                List.of("k"),
                required("k", Kind.CLOB, "text"),
                column("n", Kind.INT4, "integer"),
                column("v", Kind.CLOB, "text"));
        writer.apply(insert(numbered, row("a", "1", "x")));
        assertThat(writer.apply(update(numbered, List.of(row("a", ABSENT, ABSENT)), List.of(row("a", "1", "y")))))
                .isEqualTo(1);
        assertRefused(
                update(numbered, List.of(row("a", ABSENT, ABSENT)), List.of(row("a", "2", "y"))),
                ErrorCode.TARGET_VALUE_REFUSED,
                "SET GENERATED BY DEFAULT");
    }

    @Test
    void textThatPostgresCannotHoldIsRefused() {
        List<Row> rows = new ArrayList<>(
                numbers().mapToObj(i -> row("" + (i + 1000), "x", "1")).toList());
        rows.set(size - 1, row("9999", "nul\0byte", "1"));
        assertRefused(
                new ChangeSet(ITEMS, ChangeSet.Kind.INSERT, List.of(), rows), ErrorCode.TARGET_VALUE_REFUSED, "22021");
    }

    @Test
    void missingTableAndMissingColumnSayWhatToDo() {
        TableSchema nowhere = Target.table("nowhere", List.of("id"), required("id", Kind.INT4, "integer"));
        assertRefused(insert(nowhere, row("1")), ErrorCode.TARGET_TABLE_MISSING, "app.nowhere");
        writer.rollback();
        TableSchema wider =
                ITEMS.toBuilder().column(column("extra", Kind.INT4, "integer")).build();
        assertRefused(
                insert(wider, row("1", null, null, "5")),
                ErrorCode.TARGET_TABLE_MISMATCH,
                "ALTER TABLE \"app\".\"items\" ADD COLUMN \"extra\" integer");
    }

    @Test
    void tableMayChangeBetweenBatches() {
        writer.apply(items(0));
        writer.commit(checkpoint("0/a0"));
        TableSchema wider =
                ITEMS.toBuilder().column(column("extra", Kind.INT4, "integer")).build();
        sink.alterTable(ITEMS, wider);
        List<Row> rows =
                numbers().mapToObj(i -> row("" + i, ABSENT, ABSENT, "" + i)).toList();
        assertThat(writer.apply(update(wider, rows, rows))).isEqualTo(size);
        writer.commit(checkpoint("0/a1"));
        assertThat(target.value("SELECT sum(extra) FROM app.items")).isEqualTo("" + size * (size - 1) / 2);
    }

    private ChangeSet items(int first) {
        return new ChangeSet(
                ITEMS,
                ChangeSet.Kind.INSERT,
                List.of(),
                numbers()
                        .mapToObj(i -> row("" + (first + i), "item " + i, "2.50"))
                        .toList());
    }

    private List<Row> keys() {
        return numbers().mapToObj(i -> row("" + i, ABSENT, ABSENT)).toList();
    }

    private IntStream numbers() {
        return IntStream.range(0, size);
    }

    private void assertRefused(ChangeSet changes, ErrorCode code, String words) {
        assertThatThrownBy(() -> writer.apply(changes))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
