package dev.millrace.testing.contract.source;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.KeySchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** One part of what every source promises: a fixture and a source for each test, and short ways to write and to read what was logged. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class SourceTopic {
    static final String TASK = "contract";

    SourceFixture fixture;
    Source source;
    private final List<Source> opened = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // JUnit calls openFixture before any test
    SourceTopic() {}

    /** A new place on the server to be tested. */
    protected abstract SourceFixture newFixture();

    @BeforeEach
    final void openFixture() {
        fixture = newFixture();
        source = open(TASK);
    }

    @AfterEach
    final void closeFixture() {
        opened.forEach(Source::close);
        fixture.close();
    }

    /** A source that is closed after the test. */
    final Source open(String taskName) {
        Source another = fixture.open(taskName);
        opened.add(another);
        return another;
    }

    final TableSchema.Builder table(String name, ColumnSchema... columns) {
        return TableSchema.builder(new TableId(fixture.schema(), name), source.family())
                .columns(List.of(columns));
    }

    /** A table whose first column is its primary key. */
    final TableSchema.Builder keyed(String name, ColumnSchema... columns) {
        return table(name, columns).primaryKey(new KeySchema("PRIMARY", List.of(columns[0].name())));
    }

    final ColumnSchema integer(String name) {
        return column(name, DataType.of(Kind.INT8));
    }

    final ColumnSchema string(String name, int length) {
        return column(name, DataType.ofLength(Kind.STRING, length));
    }

    final ColumnSchema column(String name, DataType type) {
        return ColumnSchema.of(name, type, fixture.nativeType(type));
    }

    /** Makes a table, and returns it as the source tells it. */
    final TableSchema create(TableSchema.Builder wanted) {
        TableSchema table = wanted.build();
        fixture.createTable(table);
        return told(table.id());
    }

    final TableSchema told(TableId table) {
        return source.tables(table::equals).get(0);
    }

    /** A table of numbered names: {@code id} is the key, {@code name} is text. */
    final TableSchema createItems() {
        return create(keyed("items", integer("id").notNull(), string("name", 100)));
    }

    static List<@Nullable String> row(@Nullable String... values) {
        return Arrays.asList(values);
    }

    /** {@code [7, item 7]} for each number from one to before another. */
    static List<List<@Nullable String>> items(int from, int to) {
        return IntStream.range(from, to)
                .<List<@Nullable String>>mapToObj(i -> row("" + i, "item " + i))
                .toList();
    }

    /** Runs one transaction. */
    final void write(Consumer<SourceWriter> changes) {
        try (SourceWriter writer = fixture.openWriter()) {
            changes.accept(writer);
            writer.commit();
        }
    }

    /** Starts to capture, without a snapshot. */
    final SourcePosition capture(TableSchema... tables) {
        return source.beginCapture(List.of(tables), new CaptureStart.Now());
    }

    /** Everything but heartbeats that the log tells of these tables behind a position, up to its end as it is now. */
    final List<ChangeEvent> read(SourcePosition from, TableSchema... tables) {
        SourcePosition end = source.currentPosition();
        try (ChangeReader reader = source.openReader(from, List.of(tables))) {
            return Log.until(reader, end);
        }
    }
}
