package dev.millrace.testing.contract.source;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.testing.contract.TextRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads logs in tests, and puts events into words. */
public final class Log {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Log() {}

    /** Everything but heartbeats, until the reader has passed {@code end}. */
    static List<ChangeEvent> until(ChangeReader reader, SourcePosition end) {
        List<ChangeEvent> events = new ArrayList<>();
        until(reader, end, event -> {
            if (!(event instanceof Heartbeat)) {
                events.add(event);
            }
        });
        return events;
    }

    /** Hands every event on, until the reader has passed {@code end}. */
    static void until(ChangeReader reader, SourcePosition end, Consumer<ChangeEvent> consumer) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            boolean reached = false;
            for (ChangeEvent event : reader.poll(Duration.ofMillis(200)).events()) {
                consumer.accept(event);
                reached |= position(event).filter(at -> at.covers(end)).isPresent();
            }
            if (reached) {
                return;
            }
        }
        throw new AssertionError("the reader has not passed " + end.encode() + " within " + LIMIT);
    }

    /** Where a reader may start again behind this event; empty in the middle of a transaction. */
    public static Optional<SourcePosition> position(ChangeEvent event) {
        if (event instanceof TransactionCommit commit) {
            return Optional.of(commit.position());
        }
        return event instanceof Heartbeat heartbeat ? Optional.of(heartbeat.position()) : Optional.empty();
    }

    static <T extends ChangeEvent> List<T> only(Class<T> type, List<ChangeEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** One line for each event: {@code begin}, {@code insert items [7, item 7]}, {@code commit}. */
    static List<String> told(List<ChangeEvent> events) {
        return events.stream().map(Log::told).toList();
    }

    /** As {@link #told(List)}, without where transactions begin and end. */
    static List<String> changes(List<ChangeEvent> events) {
        return events.stream()
                .filter(ChangeEvent.TableEvent.class::isInstance)
                .map(Log::told)
                .toList();
    }

    static String told(ChangeEvent event) {
        if (event instanceof RowInsert insert) {
            return "insert " + name(insert.table()) + TextRows.values(insert.table(), insert.after());
        }
        if (event instanceof RowUpdate update) {
            return "update " + name(update.table()) + key(update.table(), update.identity()) + " "
                    + TextRows.values(update.table(), update.after());
        }
        if (event instanceof RowDelete delete) {
            return "delete " + name(delete.table()) + key(delete.table(), delete.before());
        }
        if (event instanceof TableTruncate truncate) {
            return "truncate " + truncate.table().id().table();
        }
        if (event instanceof SchemaChange change) {
            return "shape " + name(change.table())
                    + change.table().columns().stream()
                            .map(column -> column.name())
                            .toList();
        }
        return event instanceof TransactionBegin
                ? "begin"
                : event instanceof TransactionCommit ? "commit" : "heartbeat";
    }

    /** What tells the row from all others: its key, or all its values. */
    public static List<@Nullable String> key(TableSchema table, Row row) {
        List<@Nullable String> values = TextRows.values(table, row);
        Optional<KeySchema> key = table.identifyingKey();
        if (key.isEmpty()) {
            return values;
        }
        List<@Nullable String> parts = new ArrayList<>();
        for (int ordinal : table.ordinals(key.get().columns())) {
            parts.add(values.get(ordinal));
        }
        return parts;
    }

    private static String name(TableSchema table) {
        return table.id().table() + " ";
    }
}
