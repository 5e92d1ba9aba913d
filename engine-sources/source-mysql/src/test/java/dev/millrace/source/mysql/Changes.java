package dev.millrace.source.mysql;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.ChangeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads change events in tests. */
final class Changes {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Changes() {}

    /** Everything but heartbeats, up to the first event for which {@code last} holds. */
    static List<ChangeEvent> until(ChangeReader reader, Predicate<ChangeEvent> last) {
        List<ChangeEvent> events = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            for (ChangeEvent event : reader.poll(Duration.ofMillis(200)).events()) {
                if (!(event instanceof Heartbeat)) {
                    events.add(event);
                }
                if (last.test(event)) {
                    return events;
                }
            }
        }
        throw new AssertionError("not seen within " + LIMIT + "; events so far: " + events);
    }

    /** Everything but heartbeats, up to a position. */
    static List<ChangeEvent> upTo(ChangeReader reader, SourcePosition end) {
        return until(reader, event -> position(event) != null && position(event).covers(end));
    }

    /** Where the event says that the reader is; null if it says nothing. */
    static SourcePosition position(ChangeEvent event) {
        if (event instanceof ChangeEvent.TransactionCommit commit) {
            return commit.position();
        }
        return event instanceof Heartbeat heartbeat ? heartbeat.position() : null;
    }

    /** All values: bytes as text in ISO-8859-1, so that nothing is lost. */
    static List<String> values(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.columnCount(); i++) {
            values.add(value(row, i));
        }
        return values;
    }

    static String value(Row row, int column) {
        if (!row.isPresent(column)) {
            return "<absent>";
        }
        if (row.isNull(column)) {
            return null;
        }
        return new String(
                row.data(), row.offset(column), row.length(column), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static <T> List<T> of(List<ChangeEvent> events, Class<T> type) {
        List<T> result =
                events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(result).isNotNull();
        return result;
    }
}
