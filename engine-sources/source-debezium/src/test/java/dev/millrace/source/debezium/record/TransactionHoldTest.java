package dev.millrace.source.debezium.record;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class TransactionHoldTest {
    private static final TableSchema TABLE = TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
            .column(ColumnSchema.of("a", DataType.of(Kind.CLOB), "text"))
            .column(ColumnSchema.of("b", DataType.of(Kind.CLOB), "text"))
            .build();

    private final RowBuffer rows = new RowBuffer();

    @TempDir
    Path directory;

    private record Place(String encode) implements SourcePosition {
        @Override
        public boolean covers(SourcePosition other) {
            return true;
        }
    }

    private Row row(String a, boolean absent) {
        rows.begin(2);
        rows.append(a.getBytes(UTF_8), 0, a.length());
        if (absent) {
            rows.appendAbsent();
        } else {
            rows.appendNull();
        }
        return rows.finish();
    }

    private static String shown(ChangeEvent event) {
        if (event instanceof RowInsert insert) {
            return "insert " + shown(insert.after());
        }
        if (event instanceof RowUpdate update) {
            return "update " + (update.before() == null ? "" : shown(update.before())) + shown(update.after());
        }
        return event instanceof RowDelete delete
                ? "delete " + shown(delete.before())
                : event.getClass().getSimpleName();
    }

    private static String shown(Row row) {
        return "[" + row.text(0) + (row.isPresent(1) ? " " + row.text(1) : "") + "]";
    }

    private List<ChangeEvent> changes() {
        return List.of(
                new RowInsert(TABLE, row("one", false)),
                new RowUpdate(TABLE, null, row("two", true)),
                new TableTruncate(TABLE),
                new RowUpdate(TABLE, row("three", true), row("four", false)),
                new RowDelete(TABLE, row("", true)));
    }

    /** However little fits into memory. */
    @ParameterizedTest
    @ValueSource(longs = {0, 200, 500, 1 << 20})
    void transactionIsToldAsItWasAndLeavesNoFile(long bytesInMemory) throws InterruptedException, IOException {
        List<ChangeEvent> told = new ArrayList<>();
        SourcePosition place = new Place("p");
        try (TransactionHold hold = new TransactionHold(directory.resolve("made"), bytesInMemory)) {
            for (int transaction = 0; transaction < 2; transaction++) {
                changes().forEach(change -> hold.add(change, 5));
                hold.tell("id", place, Instant.EPOCH, (event, bytes) -> told.add(event));
            }
        }
        List<String> once = List.of(
                "TransactionBegin",
                "insert [one null]",
                "update [two]",
                "TableTruncate",
                "update [three][four null]",
                "delete []",
                "TransactionCommit");
        assertThat(told.stream().map(TransactionHoldTest::shown))
                .containsExactlyElementsOf(IntStream.range(0, 2)
                        .boxed()
                        .flatMap(i -> once.stream())
                        .toList());
        assertThat(told)
                .filteredOn(RowInsert.class::isInstance)
                .allSatisfy(event -> assertThat(((RowInsert) event).table()).isSameAs(TABLE));
        assertNoFile();
    }

    @Test
    void transactionWithoutChangesIsAPlaceThatWasPassed() throws InterruptedException {
        List<ChangeEvent> told = new ArrayList<>();
        try (TransactionHold hold = new TransactionHold(directory, 0)) {
            hold.tell("id", new Place("p"), Instant.EPOCH, (event, bytes) -> told.add(event));
        }
        assertThat(told).containsExactly(new ChangeEvent.Heartbeat(new Place("p")));
    }

    @Test
    void transactionThatNeverEndsLeavesNoFile() throws IOException {
        try (TransactionHold hold = new TransactionHold(directory.resolve("made"), 0)) {
            changes().forEach(change -> hold.add(change, 5));
        }
        assertNoFile();
    }

    /** So that nothing is left of it if the process is killed. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileHasNoNameWhileItIsWritten() throws IOException {
        try (TransactionHold hold = new TransactionHold(directory.resolve("made"), 0)) {
            changes().forEach(change -> hold.add(change, 5));
            assertThat(directory.resolve("made")).isDirectory();
            assertNoFile();
        }
    }

    private void assertNoFile() throws IOException {
        Path made = directory.resolve("made");
        if (Files.exists(made)) {
            try (var files = Files.list(made)) {
                assertThat(files).isEmpty();
            }
        }
    }
}
