package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableAhead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A record of the log in memory. It outlives its writers, each of which holds changes back as long as it likes, table by table, and may
 * make any number of a table's oldest ones durable, in the middle of a transaction too.
 */
final class MemoryRecord {
    private final Map<TableId, List<String>> changes = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private final Set<TableId> suspended = new HashSet<>();
    private final Map<TableId, TableAhead> ahead = new HashMap<>();
    private Checkpoint checkpoint;

    MemoryRecord(Checkpoint start) {
        checkpoint = start;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    List<TableAhead> tablesAhead() {
        return List.copyOf(ahead.values());
    }

    Set<TableId> suspended() {
        return suspended;
    }

    List<String> changes(TableId table) {
        return changes.getOrDefault(table, List.of());
    }

    List<String> refused() {
        return refused;
    }

    /** How a change is told. */
    static String shown(LoggedChange change) {
        return change.sequence() + " " + change.ordinal() + " "
                + change.transaction().transactionId() + " " + change.operation() + " " + shown(change.before()) + " > "
                + shown(change.after());
    }

    static String shown(@Nullable Row row) {
        if (row == null) {
            return "none";
        }
        List<String> values = new ArrayList<>();
        for (int column = 0; column < row.columnCount(); column++) {
            values.add(!row.isPresent(column) ? "absent" : row.isNull(column) ? "null" : row.text(column));
        }
        return values.toString();
    }

    /** Something that one table's next commit makes durable. */
    private record Open(LoggedChange change, Checkpoint reachedBefore, Runnable effect) {}

    /** A writer whose moods are random. */
    final class Writer implements ChangeLogWriter {
        private final Random random;
        private final Predicate<LoggedChange> refuses;
        private final List<Open> open = new ArrayList<>();
        private Checkpoint reached = checkpoint;
        private @Nullable LoggedChange lastRefused;

        Writer(Random random, Predicate<LoggedChange> refuses) {
            this.random = random;
            this.refuses = refuses;
        }

        @Override
        public void append(LoggedChange change) {
            if (refuses.test(change)) {
                lastRefused = change;
                throw new ReplicationException(ErrorCode.TARGET_VALUE_REFUSED, "not in a file");
            }
            hold(
                    change,
                    () -> changes.computeIfAbsent(change.source(), any -> new ArrayList<>())
                            .add(shown(change)));
        }

        @Override
        public void record(RefusedChange change) {
            LoggedChange logged = requireNonNull(lastRefused);
            hold(logged, () -> refused.add(shown(logged)));
        }

        @Override
        public void suspend(TableId source, String reason) {
            hold(requireNonNull(lastRefused), () -> suspended.add(source));
        }

        private void hold(LoggedChange change, Runnable effect) {
            open.add(new Open(change, reached, effect));
        }

        @Override
        public Checkpoint commit(Checkpoint upTo, Moment moment) {
            reached = upTo;
            for (Open change : List.copyOf(open)) {
                boolean isDue = moment == Moment.END || random.nextInt(moment == Moment.IDLE ? 2 : 4) == 0;
                boolean isFirst = open.stream()
                        .filter(other ->
                                other.change().source().equals(change.change().source()))
                        .findFirst()
                        .filter(first -> first == change)
                        .isPresent();
                if (isDue && isFirst) {
                    close(change);
                }
            }
            checkpoint = open.isEmpty() ? reached : open.get(0).reachedBefore();
            return checkpoint;
        }

        /** A refused change and the suspension that follows it belong together. */
        private void close(Open first) {
            LoggedChange change = first.change();
            List<Open> closed =
                    open.stream().filter(other -> other.change() == change).toList();
            closed.forEach(other -> other.effect().run());
            open.removeAll(closed);
            ahead.put(
                    change.source(),
                    new TableAhead(
                            change.source(), change.transaction().position().encode(), change.ordinal()));
        }

        @Override
        public void close() {
            open.clear();
        }
    }
}
