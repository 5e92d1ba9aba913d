package dev.millrace.apply;

import dev.millrace.config.ErrorSettings;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.SnapshotWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** When the applier commits, what it commits with it, and what it refuses. */
class BatcherTest {
    private final MemoryTable table = new MemoryTable(SourceModel.PLAIN);
    private final RowBuffer buffer = new RowBuffer();

    @Test
    void anOpenTransactionIsNotCommittedAlongWithWholeOnes() {
        ApplyBench bench = bench(LoadWindow.NONE, 100);
        bench.accept(List.of(begin(1), insert("1"), commit(1), begin(2), insert("2")));

        bench.batcher().idle();

        assertThat(ids(bench)).containsExactly("1");
        assertThat(bench.writer().checkpoint().position()).isEqualTo("1");
        assertThat(bench.acknowledged()).containsExactly(new LogIndex(1));
    }

    @Test
    void nothingIsAcknowledgedBeforeItIsCommitted() {
        ApplyBench bench = bench(LoadWindow.NONE, 100);

        bench.accept(List.of(begin(1), insert("1"), commit(1)));

        assertThat(bench.acknowledged()).isEmpty();
        assertThat(bench.writer().checkpoint()).isNull();
    }

    @Test
    void aTransactionLargerThanABatchIsCommittedWholeAndNeverHeldWhole() {
        ApplyBench bench = bench(LoadWindow.NONE, 3);
        List<ChangeEvent> events = new ArrayList<>(List.of(begin(1)));
        for (int i = 0; i < 10; i++) {
            events.add(insert(Integer.toString(i)));
        }
        bench.accept(events);
        assertThat(ids(bench)).isEmpty();
        assertThat(bench.writer().appliedSets()).isPositive();

        bench.accept(List.of(commit(1)));

        assertThat(ids(bench)).hasSize(10);
    }

    @Test
    void aChangeOfAMissingRowStopsWithTheTableAndTheRemedy() {
        ApplyBench bench = bench(LoadWindow.NONE, 100);
        bench.accept(List.of(begin(1), new ChangeEvent.RowDelete(SourceModel.PLAIN, row("1")), commit(1)));

        assertThatThrownBy(() -> bench.batcher().idle())
                .isInstanceOfSatisfying(
                        ReplicationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_ROW_MISSING))
                .hasMessageContaining("s.plain")
                .hasMessageContaining("reload the table");
        assertThat(bench.acknowledged()).isEmpty();
    }

    @Test
    void changesThatTheLoadHoldsAreCountedAsFiltered() {
        ApplyBench bench = bench(new LoadWindow(List.of(SnapshotWindow.exactly(new LogIndex(1)))), 100);
        bench.accept(List.of(begin(1), insert("1"), commit(1), begin(2), insert("2"), commit(2)));
        bench.batcher().idle();

        TableStatistics statistics = bench.counters(SourceModel.PLAIN).statistics();
        assertThat(ids(bench)).containsExactly("2");
        assertThat(statistics.inserts()).isEqualTo(2);
        assertThat(statistics.appliedInserts()).isEqualTo(2);
        assertThat(statistics.filtered()).isEqualTo(1);
    }

    @Test
    void transactionsThatWereCommittedAheadAreSkippedAndCountedAsFiltered() {
        StoredRange third = StoredRange.of(1, new LogIndex(2), new LogIndex(3));
        StoredRange fifth = StoredRange.of(2, new LogIndex(4), new LogIndex(5));
        ApplyBench bench = new ApplyBench(
                List.of(table),
                id -> LoadWindow.NONE,
                100,
                new Random(1),
                List.of(fifth, third),
                ErrorSettings.STOP_ALWAYS);
        for (int i = 2; i <= 6; i++) {
            bench.accept(List.of(begin(i), insert(Integer.toString(i)), commit(i)));
        }
        bench.batcher().idle();

        TableStatistics statistics = bench.counters(SourceModel.PLAIN).statistics();
        assertThat(ids(bench)).containsExactlyInAnyOrder("2", "4", "6");
        assertThat(statistics.inserts()).isEqualTo(5);
        assertThat(statistics.appliedInserts()).isEqualTo(5);
        assertThat(statistics.filtered()).isEqualTo(2);
        assertThat(bench.acknowledged()).containsExactly(new LogIndex(6));
    }

    @Test
    void aChangeOfShapeWaitsForItsOwnTables() {
        ApplyBench bench = bench(LoadWindow.NONE, 100);
        TableSchema changed = SourceModel.PLAIN.toBuilder().build();
        bench.accept(List.of(
                begin(1), insert("1"), commit(1), begin(2), new ChangeEvent.SchemaChange(SourceModel.PLAIN, changed)));

        assertThat(ids(bench)).containsExactly("1");
        assertThat(bench.drained()).containsExactly(Set.of(SourceModel.PLAIN.id()));
    }

    @Test
    void whatIsGivenBackIsNotCountedTwice() {
        ApplyBench bench = bench(LoadWindow.NONE, 100);
        bench.accept(List.of(begin(1), insert("1")));
        bench.discard();

        bench.accept(List.of(begin(1), insert("1"), commit(1)));
        bench.batcher().idle();

        assertThat(bench.counters(SourceModel.PLAIN).statistics().inserts()).isEqualTo(1);
    }

    @Test
    void heartbeatsMoveTheCheckpointOnlyBetweenTransactions() {
        ApplyBench bench = bench(LoadWindow.NONE, 100);
        bench.accept(List.of(new ChangeEvent.Heartbeat(new LogIndex(7)), begin(8)));
        bench.batcher().moveCheckpoint();
        assertThat(bench.writer().checkpoint()).isNull();

        bench.accept(List.of(commit(8), new ChangeEvent.Heartbeat(new LogIndex(9))));
        bench.batcher().idle();
        bench.batcher().moveCheckpoint();

        assertThat(bench.writer().checkpoint().position()).isEqualTo("9");
    }

    private ApplyBench bench(LoadWindow window, int batchRows) {
        return new ApplyBench(List.of(table), id -> window, batchRows, new Random(1));
    }

    private List<String> ids(ApplyBench bench) {
        return bench.writer().committed(SourceModel.PLAIN.id()).rows().stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static ChangeEvent begin(long position) {
        return new ChangeEvent.TransactionBegin("t" + position, new LogIndex(position), Instant.EPOCH);
    }

    private static ChangeEvent commit(long position) {
        return new ChangeEvent.TransactionCommit(new LogIndex(position), Instant.EPOCH);
    }

    private ChangeEvent insert(String id) {
        return new ChangeEvent.RowInsert(SourceModel.PLAIN, row(id));
    }

    private Row row(String id) {
        buffer.begin(SourceModel.PLAIN.columnCount());
        buffer.openValue().append(id);
        buffer.closeValue();
        for (int i = 1; i < SourceModel.PLAIN.columnCount(); i++) {
            buffer.appendNull();
        }
        return buffer.finish();
    }
}
