package dev.millrace.testing.contract.sink;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.testing.contract.TextRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** One part of what every sink promises: a fixture and a sink for each test, a table to write to, and short ways to make changes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class SinkTopic {
    static final String TASK = "contract";
    static final String ABSENT = TextRows.ABSENT;

    SinkFixture fixture;
    Sink sink;
    TableSchema items;
    private final List<Sink> opened = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // JUnit calls openFixture before any test
    SinkTopic() {}

    /** A new place on the server to be tested. */
    protected abstract SinkFixture newFixture();

    @BeforeEach
    final void openFixture() {
        fixture = newFixture();
        sink = open(TASK);
        items = keyed("items", integer("id").notNull(), string("name", 100), number("price"));
    }

    @AfterEach
    final void closeFixture() {
        opened.forEach(Sink::close);
        fixture.close();
    }

    /** Whether nothing shows before its commit. */
    final boolean takesBack() {
        return sink.applyStyle() != Sink.ApplyStyle.REPEATABLE;
    }

    /** A sink that is closed after the test. */
    final Sink open(String taskName) {
        Sink another = fixture.open(taskName);
        opened.add(another);
        return another;
    }

    /** Takes the task over and begins it. */
    final Fence begin() {
        try (TaskStore store = sink.taskStore()) {
            Fence fence = store.acquire();
            store.begin(fence, checkpoint("start"));
            return fence;
        }
    }

    /** Commits a checkpoint, and nothing else. */
    final void moveCheckpoint(Fence fence, Checkpoint checkpoint) {
        if (sink.applyStyle() == Sink.ApplyStyle.LOG) {
            try (ChangeLogWriter log = sink.openChangeLog(fence)) {
                log.commit(checkpoint, ChangeLogWriter.Moment.END);
            }
        } else {
            try (ChangeWriter writer = sink.openChangeWriter(fence)) {
                writer.commit(checkpoint);
            }
        }
    }

    static Checkpoint checkpoint(String position) {
        return new Checkpoint(position, Instant.parse("2026-11-22T10:00:00.123456Z"));
    }

    final TableSchema.Builder table(String name, ColumnSchema... columns) {
        return TableSchema.builder(new TableId(fixture.schema(), name), sink.family())
                .columns(List.of(columns));
    }

    /** A table whose first column is its primary key. */
    final TableSchema keyed(String name, ColumnSchema... columns) {
        return table(name, columns)
                .primaryKey(new KeySchema("PRIMARY", List.of(columns[0].name())))
                .build();
    }

    final ColumnSchema integer(String name) {
        return column(name, DataType.of(Kind.INT8));
    }

    final ColumnSchema string(String name, int length) {
        return column(name, DataType.ofLength(Kind.STRING, length));
    }

    final ColumnSchema number(String name) {
        return column(name, DataType.numeric(10, 2));
    }

    final ColumnSchema column(String name, DataType type) {
        return ColumnSchema.of(name, type, fixture.nativeType(type));
    }

    /** Items from one key to before another: {@code (7, "item 7", 7.50)}. */
    final List<Row> items(int from, int to) {
        return rows(from, to, i -> item(i, "item " + i));
    }

    final Row item(long id, @Nullable String name) {
        return TextRows.row(items, "" + id, name, id + ".50");
    }

    /** What tells items from each other, and nothing else. */
    final List<Row> keys(int from, int to) {
        return rows(from, to, i -> TextRows.row(items, "" + i, ABSENT, ABSENT));
    }

    static List<Row> rows(int from, int to, IntFunction<Row> row) {
        return IntStream.range(from, to).mapToObj(row).toList();
    }

    /** Every item that is in the target, as text: {@code [7, item 7, 7.50]}. */
    final List<String> content() {
        return content(items);
    }

    final List<String> content(TableSchema table) {
        return fixture.rows(table).stream().map(SinkTopic::shown).toList();
    }

    /** Rows as {@link #content} tells them. */
    static List<String> shown(TableSchema table, List<Row> rows) {
        return rows.stream().map(row -> shown(TextRows.values(table, row))).toList();
    }

    /** Long values are told by their length and hash, since a test that fails shows all rows. */
    private static String shown(List<@Nullable String> values) {
        return values.stream()
                .map(value -> value == null || value.length() < 250 ? value : value.length() + "#" + value.hashCode())
                .toList()
                .toString();
    }

    static ChangeSet insert(TableSchema table, List<Row> rows) {
        return new ChangeSet(table, ChangeSet.Kind.INSERT, List.of(), rows);
    }

    static ChangeSet upsert(TableSchema table, List<Row> rows) {
        return new ChangeSet(table, ChangeSet.Kind.UPSERT, List.of(), rows);
    }

    static ChangeSet update(TableSchema table, List<Row> identities, List<Row> rows) {
        return new ChangeSet(table, ChangeSet.Kind.UPDATE, identities, rows);
    }

    static ChangeSet delete(TableSchema table, Row... identities) {
        return delete(table, Arrays.asList(identities));
    }

    static ChangeSet delete(TableSchema table, List<Row> identities) {
        return new ChangeSet(table, ChangeSet.Kind.DELETE, identities, List.of());
    }

    static ChangeSet truncate(TableSchema table) {
        return new ChangeSet(table, ChangeSet.Kind.TRUNCATE, List.of(), List.of());
    }
}
