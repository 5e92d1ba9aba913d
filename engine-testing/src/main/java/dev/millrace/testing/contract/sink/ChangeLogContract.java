package dev.millrace.testing.contract.sink;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TransactionHeader;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.ChangeLogWriter.Moment;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.LoggedChange.Operation;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.testing.contract.TextRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link ChangeLogWriter} promises: changes stand in the record once and in log order, whole or not at all, and what the target remembers
 * is enough to go on after a crash. For sinks of style {@link dev.millrace.spi.sink.Sink.ApplyStyle#LOG}.
 */
public abstract class ChangeLogContract extends SinkTopic {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123Z");

    private static final List<Operation> ROWS = List.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);

    private List<TableSchema> tables = List.of();

    /** A place in a made-up log. */
    private record Place(long transactions) implements SourcePosition {
        @Override
        public String encode() {
            return Long.toString(transactions);
        }

        @Override
        public boolean covers(SourcePosition other) {
            return ((Place) other).transactions <= transactions;
        }
    }

    @BeforeEach
    final void makeTables() {
        tables = List.of(
                items,
                keyed("others", integer("id").notNull(), string("name", 100), number("price")),
                keyed("third", integer("id").notNull(), string("name", 100), number("price")));
        tables.forEach(sink::createTable);
    }

    @Test
    void everyOperationIsRecordedInLogOrder() {
        Fence fence = beginAtZero();
        try (ChangeLogWriter log = sink.openChangeLog(fence)) {
            log.append(change(1, 1, Operation.INSERT, null, item(1, "one")));
            log.append(change(1, 2, Operation.UPDATE, null, item(1, "two")));
            log.append(change(2, 1, Operation.UPDATE, item(1, "two"), item(1, "three")));
            log.append(change(2, 2, Operation.DELETE, item(1, "three"), null));
            log.append(change(2, 3, Operation.INSERT, null, item(1, null)));
            log.commit(reached(2, 5), Moment.END);
        }
        assertThat(fixture.record(items))
                .containsExactly(
                        "I [1, one, 1.50]",
                        "U [1, two, 1.50]",
                        "U [1, three, 1.50]",
                        "D [1, three, 1.50]",
                        "I [1, null, 1.50]");
    }

    @Test
    void nothingShowsBeforeACommitCoversIt() {
        Fence fence = beginAtZero();
        try (ChangeLogWriter log = sink.openChangeLog(fence)) {
            log.append(change(1, 1, Operation.INSERT, null, item(1, "one")));
            assertThat(fixture.record(items)).isEmpty();
        }
        assertThat(fixture.record(items)).isEmpty();
        try (TaskStore store = sink.taskStore()) {
            assertThat(store.checkpoint()).contains(reached(0, 0));
            assertThat(store.tablesAhead()).isEmpty();
        }
    }

    @Test
    void theEndMakesEverythingDurable() {
        Fence fence = beginAtZero();
        try (ChangeLogWriter log = sink.openChangeLog(fence);
                TaskStore store = sink.taskStore()) {
            log.append(change(1, 1, Operation.INSERT, null, item(1, "one")));
            assertThat(log.commit(reached(1, 1), Moment.END)).isEqualTo(reached(1, 1));
            assertThat(store.checkpoint()).contains(reached(1, 1));

            assertThat(log.commit(reached(7, 1), Moment.END)).isEqualTo(reached(7, 1));
            assertThat(store.checkpoint()).contains(reached(7, 1));
        }
        assertThat(fixture.record(items)).containsExactly("I [1, one, 1.50]");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void crashesAnywhereLoseAndDoubleNothing(long seed) {
        Random random = new Random(seed);
        List<LoggedChange> log = randomLog(random);
        beginAtZero();
        for (int life = 0; life < 3; life++) {
            replay(log, random.nextInt(log.size()), false, random);
        }
        replay(log, log.size(), true, random);

        for (TableSchema table : tables) {
            assertThat(fixture.record(table))
                    .isEqualTo(log.stream()
                            .filter(change -> change.table() == table)
                            .map(ChangeLogContract::shown)
                            .toList());
        }
    }

    @Test
    void aRefusedChangeLeavesNoTraceButItsRecord() {
        Fence fence = beginAtZero();
        Row incomplete = TextRows.row(items, "2", ABSENT, "2.50");
        try (ChangeLogWriter log = sink.openChangeLog(fence);
                TaskStore store = sink.taskStore()) {
            log.append(change(1, 1, Operation.INSERT, null, item(1, "one")));
            ReplicationException refusal = failsWith(
                    ErrorCategory.TARGET_DATA, () -> log.append(change(1, 2, Operation.UPDATE, null, incomplete)));
            log.record(new RefusedChange(items.id(), items, RefusedChange.Kind.UPDATE, null, incomplete, "1", refusal));
            log.append(change(1, 3, Operation.INSERT, null, item(3, "three")));
            assertThat(store.refusedChanges(0, 10)).isEmpty();

            log.commit(reached(1, 3), Moment.END);

            assertThat(store.refusedChanges(0, 10)).singleElement().satisfies(refused -> {
                assertThat(refused.source()).isEqualTo(items.id());
                assertThat(refused.position()).isEqualTo("1");
                assertThat(refused.errorCode()).isEqualTo(refusal.code().name());
            });
        }
        assertThat(fixture.record(items)).containsExactly("I [1, one, 1.50]", "I [3, three, 3.50]");
    }

    @Test
    void aSuspensionIsDurableWithItsChanges() {
        Fence fence = beginAtZero();
        try (ChangeLogWriter log = sink.openChangeLog(fence);
                TaskStore store = sink.taskStore()) {
            log.suspend(items.id(), ErrorCode.TARGET_VALUE_REFUSED.name());
            assertThat(store.suspendedTables()).isEmpty();
            log.commit(reached(1, 1), Moment.END);
            assertThat(store.suspendedTables()).containsExactly(items.id());
        }
    }

    @Test
    void anOlderInstanceCommitsNothing() {
        Fence older = beginAtZero();
        try (ChangeLogWriter log = sink.openChangeLog(older);
                TaskStore later = open(TASK).taskStore()) {
            log.append(change(1, 1, Operation.INSERT, null, item(1, "one")));
            later.acquire();
            failsWith(ErrorCode.FENCED, () -> log.commit(reached(1, 1), Moment.END));
            assertThat(later.checkpoint()).contains(reached(0, 0));
        }
        assertThat(fixture.record(items)).isEmpty();
    }

    @Test
    void aTaskThatBeginsAnewIsNotAhead() {
        Random random = new Random(7);
        List<LoggedChange> log = randomLog(random);
        Fence fence = beginAtZero();
        replay(log, log.size() / 2, false, random);
        try (TaskStore store = sink.taskStore()) {
            Fence next = store.acquire();
            store.reset(next);
            assertThat(next.number()).isGreaterThan(fence.number());
            assertThat(store.checkpoint()).isEmpty();
            assertThat(store.tablesAhead()).isEmpty();
        }
    }

    /** One instance of the task: goes on behind what the target remembers, and dies after so many changes of the log. */
    private void replay(List<LoggedChange> log, int until, boolean ends, Random random) {
        try (TaskStore store = sink.taskStore()) {
            Fence fence = store.acquire();
            Checkpoint from = store.checkpoint().orElseThrow();
            List<TableAhead> ahead = store.tablesAhead();
            try (ChangeLogWriter writer = sink.openChangeLog(fence)) {
                Checkpoint reached = from;
                Checkpoint durable = from;
                for (LoggedChange change : log.subList(0, until)) {
                    if (change.sequence() <= from.changes()) {
                        continue;
                    }
                    if (!isAhead(ahead, change)) {
                        writer.append(change);
                    }
                    boolean isLast = change.sequence() == log.size()
                            || number(log.get((int) change.sequence())) != number(change);
                    reached = isLast ? reached(number(change), change.sequence()) : reached;
                    if (random.nextInt(3) == 0) {
                        Checkpoint now = writer.commit(reached, random.nextBoolean() ? Moment.BATCH : Moment.IDLE);
                        assertThat(now.changes()).isBetween(durable.changes(), reached.changes());
                        assertThat(store.checkpoint()).contains(now);
                        durable = now;
                    }
                }
                if (ends) {
                    assertThat(writer.commit(reached, Moment.END)).isEqualTo(reached);
                }
            }
        }
    }

    private static boolean isAhead(List<TableAhead> ahead, LoggedChange change) {
        return ahead.stream()
                .filter(table -> table.source().equals(change.source()))
                .anyMatch(table -> {
                    long last = Long.parseLong(table.position());
                    return number(change) < last || (number(change) == last && change.ordinal() <= table.changes());
                });
    }

    private List<LoggedChange> randomLog(Random random) {
        List<LoggedChange> log = new ArrayList<>();
        for (int transaction = 1; transaction <= 15; transaction++) {
            TransactionHeader header = header(transaction);
            Map<TableId, Long> ordinals = new HashMap<>();
            int changes = 1 + random.nextInt(8);
            for (int i = 0; i < changes; i++) {
                TableSchema table = tables.get(random.nextInt(tables.size()));
                long sequence = log.size() + 1L;
                Row row = TextRows.row(table, "" + sequence, "name", "1.50");
                Operation operation = ROWS.get(random.nextInt(ROWS.size()));
                log.add(new LoggedChange(
                        header,
                        table.id(),
                        table,
                        operation,
                        operation == Operation.INSERT ? null : row,
                        operation == Operation.DELETE ? null : row,
                        sequence,
                        ordinals.merge(table.id(), 1L, Long::sum)));
            }
        }
        return log;
    }

    private static String shown(LoggedChange change) {
        Row row = change.after() == null ? change.before() : change.after();
        return change.operation().name().charAt(0) + " "
                + (row == null ? List.of() : TextRows.values(change.table(), row));
    }

    /** Takes the task over, and begins it at the start of the log. */
    private Fence beginAtZero() {
        try (TaskStore store = sink.taskStore()) {
            Fence fence = store.acquire();
            store.begin(fence, reached(0, 0));
            return fence;
        }
    }

    private static Checkpoint reached(long transaction, long changes) {
        return new Checkpoint(new Place(transaction).encode(), TIME.plusSeconds(transaction), changes);
    }

    private static TransactionHeader header(long transaction) {
        return new TransactionHeader("t" + transaction, new Place(transaction), TIME.plusSeconds(transaction));
    }

    private static long number(LoggedChange change) {
        return ((Place) change.transaction().position()).transactions();
    }

    private LoggedChange change(
            long transaction, long ordinal, Operation operation, @Nullable Row before, @Nullable Row after) {
        return new LoggedChange(
                header(transaction), items.id(), items, operation, before, after, 2 * transaction + ordinal, ordinal);
    }
}
