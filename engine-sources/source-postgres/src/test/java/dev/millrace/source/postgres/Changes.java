package dev.millrace.source.postgres;

import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.ChangeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** Reads changes in tests, and prints them. */
final class Changes {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Changes() {}

    /** Polls until everything up to {@code end} has come. */
    static List<ChangeEvent> until(ChangeReader reader, SourcePosition end) {
        List<ChangeEvent> events = new ArrayList<>();
        until(reader, end, events::add);
        return events;
    }

    static void until(ChangeReader reader, SourcePosition end, Consumer<ChangeEvent> consumer) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            boolean reached = false;
            ChangeBatch batch = reader.poll(Duration.ofMillis(500));
            for (ChangeEvent event : batch.events()) {
                consumer.accept(event);
                SourcePosition position = position(event);
                reached |= position != null && position.covers(end);
            }
            if (reached) {
                return;
            }
        }
        throw new AssertionError("the reader did not reach " + end.encode() + " within " + LIMIT);
    }

    static @org.jspecify.annotations.Nullable SourcePosition position(ChangeEvent event) {
        if (event instanceof TransactionCommit commit) {
            return commit.position();
        }
        return event instanceof Heartbeat heartbeat ? heartbeat.position() : null;
    }

    /** Row events and schema changes, one line each; nothing of transactions. */
    static List<String> lines(List<ChangeEvent> events) {
        return events.stream()
                .filter(ChangeEvent.TableEvent.class::isInstance)
                .map(Changes::line)
                .toList();
    }

    static String line(ChangeEvent event) {
        if (event instanceof RowInsert insert) {
            return "insert " + insert.table().id().table() + text(insert.after());
        }
        if (event instanceof RowUpdate update) {
            String before = update.before() == null ? "" : text(update.before()) + " ->";
            return "update " + update.table().id().table() + before + text(update.after());
        }
        if (event instanceof RowDelete delete) {
            return "delete " + delete.table().id().table() + text(delete.before());
        }
        if (event instanceof ChangeEvent.TableTruncate truncate) {
            return "truncate " + truncate.table().id().table();
        }
        ChangeEvent.SchemaChange change = (ChangeEvent.SchemaChange) event;
        return "schema " + change.table().id().table() + " "
                + change.table().columns().stream()
                        .map(column -> column.name() + " " + column.nativeType())
                        .toList();
    }

    static String text(Row row) {
        StringJoiner values = new StringJoiner(",", " (", ")");
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(!row.isPresent(i) ? "?" : row.isNull(i) ? "NULL" : String.valueOf(row.text(i)));
        }
        return values.toString();
    }
}
