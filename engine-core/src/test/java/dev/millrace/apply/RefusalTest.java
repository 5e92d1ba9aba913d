package dev.millrace.apply;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.config.ErrorSettings;
import dev.millrace.config.Escalation;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.load.LoadWindow;
import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.spi.sink.RefusedChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of changes that the target refuses, and that everything around them gets there, counted. */
class RefusalTest {
    private static final ErrorSettings DMS = ErrorSettings.DEFAULT;

    private final MemoryTable table = new MemoryTable(SourceModel.PLAIN);
    private final RowBuffer buffer = new RowBuffer();

    @Test
    void oneRefusedRowAmongHundredsIsTheOnlyOneLeftOut() {
        ApplyBench bench = bench(DMS);
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 1; i <= 600; i++) {
            events.addAll(List.of(begin(i), i == 234 ? update("missing", "v") : insert("" + i), commit(i)));
        }
        bench.accept(events);
        bench.batcher().idle();

        assertThat(ids(bench)).hasSize(599).doesNotContain("missing");
        RefusedChange refused = bench.writer().refused().get(0);
        assertThat(bench.writer().refused()).hasSize(1);
        assertThat(refused.kind()).isEqualTo(RefusedChange.Kind.UPDATE);
        assertThat(refused.position()).isEqualTo("234");
        assertThat(refused.after().text(0)).isEqualTo("missing");
        assertThat(refused.failure().code()).isEqualTo(ErrorCode.TARGET_ROW_MISSING);
        assertThat(bench.writer().checkpoint().position()).isEqualTo("600");
        TableStatistics statistics = statistics(bench);
        assertThat(statistics.inserts()).isEqualTo(599);
        assertThat(statistics.appliedInserts()).isEqualTo(599);
        assertThat(statistics.updates()).isEqualTo(1);
        assertThat(statistics.appliedUpdates()).isZero();
        assertThat(statistics.recorded()).isEqualTo(1);
    }

    @Test
    void aDeleteOfAMissingRowIsIgnoredAndCounted() {
        ApplyBench bench = bench(DMS);
        apply(bench, begin(1), insert("1"), delete("2"), commit(1));

        assertThat(ids(bench)).containsExactly("1");
        assertThat(bench.writer().refused()).isEmpty();
        assertThat(statistics(bench).ignored()).isEqualTo(1);
        assertThat(statistics(bench).appliedDeletes()).isZero();
    }

    @Test
    void anInsertOfAPresentRowReplacesItWhereThePolicySaysSo() {
        ApplyBench bench = bench(with(ErrorPolicy.INSERT_RECORD, ErrorPolicy.UPDATE_RECORD));
        apply(bench, begin(1), insert("1"), commit(1));
        apply(bench, begin(2), insert("1", "again"), update("2", "new"), commit(2));

        assertThat(bench.writer().committed(SourceModel.PLAIN.id()).rows())
                .extracting(row -> row.get(0) + " " + row.get(3))
                .containsExactlyInAnyOrder("1 again", "2 new");
        assertThat(bench.writer().refused()).isEmpty();
        assertThat(statistics(bench).appliedInserts()).isEqualTo(2);
        assertThat(statistics(bench).appliedUpdates()).isEqualTo(1);
    }

    /** Told apart one by one, they would cost a statement each. */
    @Test
    void rowsThatReplaceOthersAreAppliedTogether() {
        ApplyBench bench = bench(with(ErrorPolicy.INSERT_RECORD, ErrorPolicy.UPDATE_RECORD));
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            if (i % 10 == 0) {
                apply(bench, begin(i), insert("" + i, "old"), commit(i));
            }
            events.addAll(List.of(begin(9_000 + 2 * i), insert("" + i, "new"), commit(9_000 + 2 * i)));
            events.addAll(List.of(begin(9_001 + 2 * i), update("later " + i, "new"), commit(9_001 + 2 * i)));
        }
        int before = bench.writer().appliedSets();
        bench.accept(events);
        bench.batcher().idle();

        assertThat(bench.writer().appliedSets() - before).isLessThan(10);
        assertThat(bench.writer().committed(SourceModel.PLAIN.id()).rows())
                .hasSize(600)
                .allMatch(row -> row.get(3).equals("new"));
        assertThat(bench.writer().refused()).isEmpty();
    }

    @Test
    void whatCanNotReplaceIsStillLeftOutAlone() {
        ApplyBench bench = bench(with(ErrorPolicy.INSERT_RECORD, ErrorPolicy.UPDATE_RECORD));
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            events.addAll(List.of(begin(i), insert("" + i), commit(i)));
        }
        events.addAll(
                List.of(begin(101), partialUpdate("missing"), partialUpdate("7"), insert("1", "again"), commit(101)));
        bench.accept(events);
        bench.batcher().idle();

        assertThat(ids(bench)).hasSize(100).doesNotContain("missing");
        assertThat(bench.writer().refused()).hasSize(1);
        assertThat(statistics(bench).recorded()).isEqualTo(1);
        assertThat(statistics(bench).appliedUpdates()).isEqualTo(1);
        assertThat(statistics(bench).appliedInserts()).isEqualTo(101);
    }

    @Test
    void aSuspendedTableGetsNothingMore() {
        ApplyBench bench = bench(with(ErrorPolicy.LOG_ERROR, ErrorPolicy.SUSPEND_TABLE));
        apply(bench, begin(1), insert("1"), update("2", "v"), insert("3"), commit(1));
        apply(bench, begin(2), insert("4"), commit(2));
        bench.accept(List.of(begin(3), commit(3)));

        assertThat(ids(bench)).containsExactly("1");
        assertThat(bench.writer().suspended()).containsExactly(SourceModel.PLAIN.id());
        assertThat(bench.writer().refused()).hasSize(1);
        TableStatistics statistics = statistics(bench);
        assertThat(statistics.state()).isEqualTo(TableState.TABLE_ERROR);
        assertThat(statistics.inserts()).isEqualTo(3);
        assertThat(statistics.appliedInserts()).isEqualTo(1);
        assertThat(statistics.suspended()).isEqualTo(2);
        assertThat(statistics.recorded()).isEqualTo(1);
    }

    @Test
    void conflictsEscalate() {
        ErrorSettings escalating = new ErrorSettings(
                DMS.data(),
                DMS.truncation(),
                DMS.dataEscalation(),
                DMS.table(),
                0,
                DMS.delete(),
                DMS.insert(),
                DMS.update(),
                new Escalation(ErrorPolicy.STOP_TASK, 3),
                false);
        ApplyBench bench = bench(escalating);
        apply(bench, begin(1), update("1", "v"), commit(1));
        apply(bench, begin(2), update("2", "v"), commit(2));

        assertThatThrownBy(() -> apply(bench, begin(3), update("3", "v"), commit(3)))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("s.plain");
        assertThat(bench.writer().refused()).hasSize(2);
        assertThat(bench.writer().checkpoint().position()).isEqualTo("2");
    }

    @Test
    void whatIsRefusedInAPartOfALargeTransactionTakesNothingElseBack() {
        ApplyBench bench = new ApplyBench(List.of(table), id -> LoadWindow.NONE, 3, new Random(1), List.of(), DMS);
        List<ChangeEvent> events = new ArrayList<>(List.of(begin(1)));
        for (int i = 0; i < 10; i++) {
            events.add(i == 7 ? update("missing", "v") : insert(Integer.toString(i)));
        }
        bench.accept(events);
        bench.accept(List.of(commit(1)));

        assertThat(ids(bench)).hasSize(9);
        assertThat(bench.writer().refused()).hasSize(1);
        assertThat(statistics(bench).recorded()).isEqualTo(1);
        assertThat(statistics(bench).appliedInserts()).isEqualTo(9);
    }

    private ApplyBench bench(ErrorSettings errors) {
        return new ApplyBench(List.of(table), id -> LoadWindow.NONE, 10_000, new Random(1), List.of(), errors);
    }

    private static ErrorSettings with(ErrorPolicy insert, ErrorPolicy update) {
        return new ErrorSettings(
                DMS.data(),
                DMS.truncation(),
                DMS.dataEscalation(),
                DMS.table(),
                0,
                DMS.delete(),
                insert,
                update,
                DMS.applyEscalation(),
                false);
    }

    private static void apply(ApplyBench bench, ChangeEvent... events) {
        bench.accept(List.of(events));
        bench.batcher().idle();
    }

    private static List<String> ids(ApplyBench bench) {
        return bench.writer().committed(SourceModel.PLAIN.id()).rows().stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static TableStatistics statistics(ApplyBench bench) {
        return bench.counters(SourceModel.PLAIN).statistics();
    }

    private static ChangeEvent begin(long position) {
        return new ChangeEvent.TransactionBegin("t" + position, new LogIndex(position), Instant.EPOCH);
    }

    private static ChangeEvent commit(long position) {
        return new ChangeEvent.TransactionCommit(new LogIndex(position), Instant.EPOCH);
    }

    private ChangeEvent insert(String id) {
        return insert(id, "body");
    }

    private ChangeEvent insert(String id, String body) {
        return new ChangeEvent.RowInsert(SourceModel.PLAIN, row(id, body));
    }

    private ChangeEvent update(String id, String body) {
        return new ChangeEvent.RowUpdate(SourceModel.PLAIN, null, row(id, body));
    }

    private ChangeEvent partialUpdate(String id) {
        buffer.begin(SourceModel.PLAIN.columnCount());
        buffer.openValue().append(id);
        buffer.closeValue();
        for (int column = 1; column < SourceModel.PLAIN.columnCount(); column++) {
            buffer.appendAbsent();
        }
        return new ChangeEvent.RowUpdate(SourceModel.PLAIN, null, buffer.finish());
    }

    private ChangeEvent delete(String id) {
        return new ChangeEvent.RowDelete(SourceModel.PLAIN, row(id, "body"));
    }

    private Row row(String id, String body) {
        buffer.begin(SourceModel.PLAIN.columnCount());
        for (String value : List.of(id, "code-" + id, "name", body)) {
            buffer.openValue().append(value);
            buffer.closeValue();
        }
        return buffer.finish();
    }
}
