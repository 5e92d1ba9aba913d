package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Model tests of change apply: whatever the transactions, the batch cuts, the crash points and the moments at which chunks were
 * read, the target ends as the source did.
 */
class ApplyModelTest {
    private static final int TRANSACTIONS = 12;
    private static final List<TableSchema> TABLES = List.of(SourceModel.KEYED, SourceModel.PLAIN, SourceModel.KEYLESS);

    @Test
    void anyBatchCutEndsInTheSourcesState() {
        Cases.each(1500, ApplyModelTest::anyBatchCutEndsInTheSourcesState);
    }

    private static void anyBatchCutEndsInTheSourcesState(long seed) {
        Random random = new Random(seed);
        SourceModel source = new SourceModel(random);
        source.transactions(TRANSACTIONS, 6);
        ApplyBench bench = bench(emptyTargets(), 1 + random.nextInt(12), random, LoadWindow.NONE);

        feed(bench, source, 0, random);

        assertEqualTo(source, bench);
        for (TableSchema table : TABLES) {
            TableStatistics statistics = bench.counters(table).statistics();
            assertThat(statistics.appliedInserts()).isEqualTo(statistics.inserts());
            assertThat(statistics.appliedUpdates()).isEqualTo(statistics.updates());
            assertThat(statistics.appliedDeletes()).isEqualTo(statistics.deletes());
        }
    }

    @Test
    void aCrashAnywhereIsForgottenByTheRestart() {
        Cases.each(500, ApplyModelTest::aCrashAnywhereIsForgottenByTheRestart);
    }

    private static void aCrashAnywhereIsForgottenByTheRestart(long seed) {
        Random random = new Random(seed);
        SourceModel source = new SourceModel(random);
        source.transactions(TRANSACTIONS, 6);
        ApplyBench before = bench(emptyTargets(), 1 + random.nextInt(12), random, LoadWindow.NONE);
        List<ChangeEvent> events = events(source, 0);
        try {
            before.accept(events.subList(0, random.nextInt(events.size())));
        } catch (ReplicationException e) {
            assertThat(e.isRetryable()).isTrue();
        }
        before.discard();

        int durable = before.writer().checkpoint() == null
                ? 0
                : Integer.parseInt(before.writer().checkpoint().position());
        List<MemoryTable> targets = TABLES.stream()
                .map(table -> before.writer().committed(table.id()))
                .toList();
        ApplyBench after = bench(targets, 1 + random.nextInt(12), random, LoadWindow.NONE);
        feed(after, source, durable, random);

        assertEqualTo(source, after);
    }

    @Test
    void chunksReadAtAnyTimeConvergeWithTheChanges() {
        Cases.each(3000, ApplyModelTest::chunksReadAtAnyTimeConvergeWithTheChanges);
    }

    private static void chunksReadAtAnyTimeConvergeWithTheChanges(long seed) {
        Random random = new Random(seed);
        SourceModel source = new SourceModel(random).movingWholeRows();
        source.transactions(TRANSACTIONS, 5);
        ApplyBench bench = chunksReadAtRandomTimes(source, random);

        feed(bench, source, 0, random);

        assertThat(bench.writer().committed(SourceModel.PLAIN.id()).rows())
                .containsExactlyInAnyOrderElementsOf(
                        source.tableAfter(TRANSACTIONS, SourceModel.PLAIN).rows());
    }

    /** A row that moves from a chunk not read yet into one read already, with values that the log lacks, is in neither. */
    @Test
    void aRowLostBetweenChunksMakesTheTableLoadAnew() {
        Cases.each(3000, ApplyModelTest::aRowLostBetweenChunksMakesTheTableLoadAnew);
    }

    private static void aRowLostBetweenChunksMakesTheTableLoadAnew(long seed) {
        Random random = new Random(seed);
        SourceModel source = new SourceModel(random);
        source.transactions(TRANSACTIONS, 5);
        ApplyBench bench = chunksReadAtRandomTimes(source, random);

        try {
            feed(bench, source, 0, random);
        } catch (ReplicationException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.LOAD_OVERTAKEN);
            assertThat(bench.tables().toReload()).containsExactly(SourceModel.PLAIN.id());
            return;
        }

        assertThat(bench.writer().committed(SourceModel.PLAIN.id()).rows())
                .containsExactlyInAnyOrderElementsOf(
                        source.tableAfter(TRANSACTIONS, SourceModel.PLAIN).rows());
    }

    private static ApplyBench chunksReadAtRandomTimes(SourceModel source, Random random) {
        MemoryTable target = new MemoryTable(SourceModel.PLAIN);
        List<SnapshotWindow> windows = new ArrayList<>();
        for (int chunk = 0; chunk < 2; chunk++) {
            int readAt = random.nextInt(TRANSACTIONS + 1);
            int low = random.nextInt(readAt + 1);
            int high = readAt + random.nextInt(TRANSACTIONS + 1 - readAt);
            windows.add(new SnapshotWindow(new LogIndex(low), new LogIndex(high)));
            for (List<String> row : source.tableAfter(readAt, SourceModel.PLAIN).rows()) {
                if (Integer.parseInt(row.get(0)) % 2 == chunk) {
                    target.insert(row);
                }
            }
        }
        return new ApplyBench(List.of(target), table -> new LoadWindow(windows), 1 + random.nextInt(12), random);
    }

    @Test
    void anExactWindowHandsOverWithoutAKey() {
        Cases.each(500, ApplyModelTest::anExactWindowHandsOverWithoutAKey);
    }

    private static void anExactWindowHandsOverWithoutAKey(long seed) {
        Random random = new Random(seed);
        SourceModel source = new SourceModel(random);
        source.transactions(TRANSACTIONS, 6);
        int readAt = random.nextInt(TRANSACTIONS + 1);
        List<MemoryTable> targets = TABLES.stream()
                .map(table -> source.tableAfter(readAt, table).copy())
                .toList();
        LoadWindow window = new LoadWindow(List.of(SnapshotWindow.exactly(new LogIndex(readAt))));
        ApplyBench bench = bench(targets, 1 + random.nextInt(12), random, window);

        feed(bench, source, 0, random);

        assertEqualTo(source, bench);
    }

    private static ApplyBench bench(List<MemoryTable> targets, int batchRows, Random random, LoadWindow window) {
        return new ApplyBench(targets, table -> window, batchRows, random);
    }

    private static List<MemoryTable> emptyTargets() {
        return TABLES.stream().map(MemoryTable::new).toList();
    }

    private static List<ChangeEvent> events(SourceModel source, int fromTransaction) {
        List<ChangeEvent> events = new ArrayList<>();
        source.log().subList(fromTransaction, source.log().size()).forEach(events::addAll);
        return events;
    }

    /** Hands the log over in random pieces, idling at random; reads on from the checkpoint when the applier asks for it. */
    private static void feed(ApplyBench bench, SourceModel source, int fromTransaction, Random random) {
        List<ChangeEvent> events = events(source, fromTransaction);
        int at = 0;
        try {
            while (at < events.size()) {
                int next = Math.min(events.size(), at + 1 + random.nextInt(8));
                bench.accept(events.subList(at, next));
                at = next;
                if (random.nextInt(3) == 0) {
                    bench.batcher().idle();
                }
            }
            bench.batcher().idle();
        } catch (ReplicationException e) {
            if (e.code() != ErrorCode.TARGET_LOCK_CONFLICT) {
                throw e;
            }
            bench.discard();
            int durable = bench.writer().checkpoint() == null
                    ? fromTransaction
                    : Integer.parseInt(bench.writer().checkpoint().position());
            feed(bench, source, durable, random);
        }
    }

    private static void assertEqualTo(SourceModel source, ApplyBench bench) {
        for (TableSchema table : TABLES) {
            assertThat(bench.writer().committed(table.id()).rows())
                    .as(table.id().toString())
                    .containsExactlyInAnyOrderElementsOf(
                            source.tableAfter(TRANSACTIONS, table).rows());
        }
        assertThat(bench.writer().checkpoint().position()).isEqualTo(Integer.toString(TRANSACTIONS));
        assertThat(bench.acknowledged()).last().isEqualTo(new LogIndex(TRANSACTIONS));
    }
}
