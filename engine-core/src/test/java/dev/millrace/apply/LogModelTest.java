package dev.millrace.apply;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.DdlPolicy;
import dev.millrace.config.ErrorPolicy;
import dev.millrace.config.ErrorSettings;
import dev.millrace.config.Escalation;
import dev.millrace.config.FullLoadSettings;
import dev.millrace.config.LobSettings;
import dev.millrace.config.RetrySettings;
import dev.millrace.config.TaskSettings;
import dev.millrace.load.LoadWindow;
import dev.millrace.metrics.TableCounters;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.TransactionHeader;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.sink.ChangeLogWriter.Moment;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.LoggedChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Model tests of a record of the log: whatever the batch cuts, the moments at which tables' changes become durable and the crash points,
 * it holds every change once, in log order, numbered as if there had been no crash.
 */
class LogModelTest {
    private static final int TRANSACTIONS = 12;
    private static final List<TableSchema> TABLES = List.of(SourceModel.KEYED, SourceModel.PLAIN, SourceModel.KEYLESS);
    private static final Checkpoint START = new Checkpoint("0", Instant.EPOCH);

    private final Map<TableId, TableCounters> counters = new HashMap<>();

    @Test
    void crashesAnywhereLeaveTheSameRecord() {
        Cases.each(1000, this::crashesAnywhereLeaveTheSameRecord);
    }

    private void crashesAnywhereLeaveTheSameRecord(long seed) {
        Random random = new Random(seed);
        SourceModel source = source(random);
        MemoryRecord record = new MemoryRecord(START);
        Predicate<LoggedChange> none = change -> false;

        liveAndCrash(source, record, none, policy(ErrorPolicy.LOG_ERROR), random);

        for (TableSchema table : TABLES) {
            assertThat(record.changes(table.id())).isEqualTo(expected(source, table, none));
        }
        long changes = TABLES.stream()
                .mapToLong(table -> expected(source, table, none).size())
                .sum();
        assertThat(record.checkpoint())
                .isEqualTo(new Checkpoint(
                        Integer.toString(TRANSACTIONS), Instant.EPOCH.plusSeconds(TRANSACTIONS), changes));
    }

    @Test
    void refusedChangesAreRecordedOnceAndTheOthersPassThem() {
        Cases.each(500, this::refusedChangesAreRecordedOnceAndTheOthersPassThem);
    }

    private void refusedChangesAreRecordedOnceAndTheOthersPassThem(long seed) {
        Random random = new Random(seed);
        SourceModel source = source(random);
        MemoryRecord record = new MemoryRecord(START);
        Predicate<LoggedChange> everySeventh = change -> change.sequence() % 7 == 0;

        liveAndCrash(source, record, everySeventh, policy(ErrorPolicy.LOG_ERROR), random);

        List<String> refused = new ArrayList<>();
        for (TableSchema table : TABLES) {
            assertThat(record.changes(table.id())).isEqualTo(expected(source, table, everySeventh));
            refused.addAll(expected(source, table, everySeventh.negate()));
        }
        assertThat(record.refused()).containsExactlyInAnyOrderElementsOf(refused);
    }

    @Test
    void aSuspendedTableGetsNothingBehindItsRefusal() {
        Cases.each(500, this::aSuspendedTableGetsNothingBehindItsRefusal);
    }

    private void aSuspendedTableGetsNothingBehindItsRefusal(long seed) {
        Random random = new Random(seed);
        SourceModel source = source(random);
        MemoryRecord record = new MemoryRecord(START);
        Predicate<LoggedChange> keyedLater =
                change -> change.source().equals(SourceModel.KEYED.id()) && change.sequence() > 10;

        liveAndCrash(source, record, keyedLater, policy(ErrorPolicy.SUSPEND_TABLE), random);

        assertThat(record.changes(SourceModel.KEYED.id())).isEqualTo(expected(source, SourceModel.KEYED, keyedLater));
        assertThat(record.changes(SourceModel.PLAIN.id())).isEqualTo(expected(source, SourceModel.PLAIN, keyedLater));
        boolean refused =
                !expected(source, SourceModel.KEYED, keyedLater.negate()).isEmpty();
        assertThat(record.refused()).hasSize(refused ? 1 : 0);
        assertThat(record.suspended()).isEqualTo(refused ? Set.of(SourceModel.KEYED.id()) : Set.of());
    }

    @Test
    void aRunWithoutCrashesCountsWhatBecameOfEveryChange() {
        Cases.each(200, this::aRunWithoutCrashesCountsWhatBecameOfEveryChange);
    }

    private void aRunWithoutCrashesCountsWhatBecameOfEveryChange(long seed) {
        Random random = new Random(seed);
        SourceModel source = source(random);
        MemoryRecord record = new MemoryRecord(START);
        Predicate<LoggedChange> everySeventh = change -> change.sequence() % 7 == 0;
        counters.clear();

        assertThat(live(source, record, everySeventh, policy(ErrorPolicy.LOG_ERROR), Integer.MAX_VALUE, random))
                .containsSequence(new LogIndex(TRANSACTIONS));

        for (TableSchema table : TABLES) {
            TableStatistics statistics =
                    counters.computeIfAbsent(table.id(), TableCounters::new).statistics();
            long refused = expected(source, table, everySeventh.negate()).size();
            assertThat(statistics.recorded()).isEqualTo(refused);
            assertThat(statistics.appliedInserts() + statistics.appliedUpdates() + statistics.appliedDeletes())
                    .isEqualTo(expected(source, table, everySeventh).size());
            assertThat(statistics.inserts() + statistics.updates() + statistics.deletes())
                    .isEqualTo(expected(source, table, everySeventh).size() + refused);
        }
    }

    private static SourceModel source(Random random) {
        SourceModel source = new SourceModel(random);
        source.transactions(TRANSACTIONS, 6);
        return source;
    }

    private static ErrorSettings policy(ErrorPolicy data) {
        return new ErrorSettings(
                data,
                data,
                new Escalation(ErrorPolicy.SUSPEND_TABLE, 0),
                ErrorPolicy.SUSPEND_TABLE,
                0,
                ErrorPolicy.IGNORE_RECORD,
                ErrorPolicy.LOG_ERROR,
                ErrorPolicy.LOG_ERROR,
                new Escalation(ErrorPolicy.LOG_ERROR, 0),
                false);
    }

    private void liveAndCrash(
            SourceModel source,
            MemoryRecord record,
            Predicate<LoggedChange> refuses,
            ErrorSettings errors,
            Random random) {
        int crashes = random.nextInt(5);
        for (int i = 0; i < crashes; i++) {
            live(source, record, refuses, errors, random.nextInt(60), random);
        }
        live(source, record, refuses, errors, Integer.MAX_VALUE, random);
    }

    /**
     * One run of the task.
     *
     * @param limit so many events are read until it crashes, if the log has as many
     * @return what was acknowledged
     */
    private List<SourcePosition> live(
            SourceModel source,
            MemoryRecord record,
            Predicate<LoggedChange> refuses,
            ErrorSettings errors,
            int limit,
            Random random) {
        List<SourcePosition> acknowledged = new ArrayList<>();
        int batchRows = 1 + random.nextInt(10);
        SuspendedTables suspended = new SuspendedTables(this::counters, (table, cause) -> {});
        suspended.restore(record.suspended());
        ApplyProgress progress = new ApplyProgress();
        MemoryRecord.Writer writer = record.new Writer(random, refuses);
        LogApplication application = new LogApplication(
                writer,
                new Refusals(writer, new RefusalPolicy(errors), suspended),
                record.checkpoint(),
                ending -> false,
                ending -> acknowledged.add(ending.position()),
                progress);
        Batcher batcher = new Batcher(
                new TargetTables(
                        new SameNames(),
                        TABLES.stream().map(SameNames::routeOf).toList(),
                        new DescribingSink(TABLES),
                        table -> LoadWindow.NONE,
                        this::counters),
                new AppliedBefore(List.of()),
                suspended,
                new InlineLog(application),
                (known, wanted) -> {},
                new TaskSettings(
                        FullLoadSettings.DEFAULT,
                        new ApplySettings(CommitMode.ORDERED, 1, batchRows, 1 << 20, Duration.ofHours(1)),
                        DdlPolicy.DEFAULT,
                        RetrySettings.DEFAULT,
                        errors,
                        "",
                        true,
                        LobSettings.DEFAULT),
                Clock.systemUTC(),
                progress,
                record.checkpoint().changes(),
                false,
                new LogCursor(new TablesAhead(record.tablesAhead(), text -> new LogIndex(Long.parseLong(text)))));
        List<ChangeEvent> events =
                events(source, Integer.parseInt(record.checkpoint().position()));
        int at = 0;
        int end = Math.min(limit, events.size());
        while (at < end) {
            int next = Math.min(end, at + 1 + random.nextInt(8));
            batcher.accept(new ChangeBatch(events.subList(at, next), 0));
            at = next;
            if (random.nextInt(3) == 0) {
                batcher.idle();
            }
        }
        if (limit > events.size()) {
            batcher.idle();
            application.commit(Moment.END, Instant.EPOCH);
        }
        batcher.discard();
        application.discard();
        writer.close();
        assertThat(progress.pendingChanges()).as("after the end, or a crash").isNotNegative();
        return acknowledged;
    }

    private TableCounters counters(TableId table) {
        return counters.computeIfAbsent(table, TableCounters::new);
    }

    private static List<ChangeEvent> events(SourceModel source, int fromTransaction) {
        List<ChangeEvent> events = new ArrayList<>();
        source.log().subList(fromTransaction, source.log().size()).forEach(events::addAll);
        return events;
    }

    /** The record of a table, told from the log alone. */
    private static List<String> expected(SourceModel source, TableSchema table, Predicate<LoggedChange> refuses) {
        List<String> shown = new ArrayList<>();
        long sequence = 0;
        for (List<ChangeEvent> transaction : source.log()) {
            ChangeEvent.TransactionBegin begin = (ChangeEvent.TransactionBegin) transaction.get(0);
            long ordinal = 0;
            for (ChangeEvent event : transaction.subList(1, transaction.size() - 1)) {
                sequence++;
                if (((ChangeEvent.TableEvent) event).table() == table) {
                    LoggedChange change = logged(begin, event, table, sequence, ++ordinal);
                    if (!refuses.test(change)) {
                        shown.add(MemoryRecord.shown(change));
                    }
                }
            }
        }
        return shown;
    }

    private static LoggedChange logged(
            ChangeEvent.TransactionBegin begin, ChangeEvent event, TableSchema table, long sequence, long ordinal) {
        TransactionHeader header = new TransactionHeader(begin.transactionId(), begin.position(), begin.commitTime());
        if (event instanceof ChangeEvent.RowInsert insert) {
            return new LoggedChange(
                    header, table.id(), table, LoggedChange.Operation.INSERT, null, insert.after(), sequence, ordinal);
        }
        if (event instanceof ChangeEvent.RowUpdate update) {
            return new LoggedChange(
                    header,
                    table.id(),
                    table,
                    LoggedChange.Operation.UPDATE,
                    update.before(),
                    update.after(),
                    sequence,
                    ordinal);
        }
        ChangeEvent.RowDelete delete = (ChangeEvent.RowDelete) event;
        return new LoggedChange(
                header, table.id(), table, LoggedChange.Operation.DELETE, delete.before(), null, sequence, ordinal);
    }

    /** Adds every batch at once, on the thread that submits it. */
    private record InlineLog(LogApplication application) implements BatchDispatch {
        @Override
        public void submit(Batch batch) {
            application.apply(batch, Instant.EPOCH);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public int workers() {
            return 1;
        }

        @Override
        public boolean isIdle() {
            return true;
        }

        @Override
        public void drain(Set<TableId> targets) {}

        @Override
        public void idle() {
            application.commit(Moment.IDLE, Instant.EPOCH);
        }

        @Override
        public void close() {}
    }
}
