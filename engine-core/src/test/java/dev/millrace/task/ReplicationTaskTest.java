package dev.millrace.task;

import dev.millrace.config.ApplySettings;
import dev.millrace.config.CommitMode;
import dev.millrace.config.DdlPolicy;
import dev.millrace.config.ErrorSettings;
import dev.millrace.config.FullLoadSettings;
import dev.millrace.config.LobSettings;
import dev.millrace.config.MigrationType;
import dev.millrace.config.RetrySettings;
import dev.millrace.config.StartMode;
import dev.millrace.config.StopCondition;
import dev.millrace.config.TargetTablePrepMode;
import dev.millrace.config.TaskConfiguration;
import dev.millrace.config.TaskSettings;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.mapping.Locator;
import dev.millrace.mapping.MappingRules;
import dev.millrace.mapping.ObjectMappingRule;
import dev.millrace.mapping.SelectionRule;
import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableState;
import dev.millrace.metrics.TableStatistics;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ItemShape;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The life of a task, over a source and a target in memory. */
@Timeout(60)
class ReplicationTaskTest {
    private static final RetrySettings QUICK =
            new RetrySettings(3, Duration.ofMillis(1), false, Duration.ofMillis(1), false);

    private static final BulkFormat LINES = new BulkFormat("lines");

    private final MemorySource source = new MemorySource();
    private final MemorySink sink = new MemorySink();
    private TableMappings mappings = new SameNames();
    private TaskSettings settings = new TaskSettings(
            FullLoadSettings.DEFAULT,
            ApplySettings.DEFAULT,
            DdlPolicy.DEFAULT,
            QUICK,
            ErrorSettings.STOP_ALWAYS,
            "",
            true,
            LobSettings.DEFAULT);

    @Test
    void loadsAndCatchesUp() throws InterruptedException {
        fill(0, 100);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        assertThat(status.state()).isEqualTo(TaskState.STOPPED);
        assertThat(status.stopReason()).contains(StopReason.NORMAL);
        assertTargetHasAll();
        TableStatistics table = status.tables().get(0);
        assertThat(table.state()).isEqualTo(TableState.TABLE_COMPLETED);
        assertThat(table.fullLoadRows()).isEqualTo(100);
        assertThat(sink.completed()).isOne();
    }

    @Test
    void aFullLoadEndsByItself() throws InterruptedException {
        fill(0, 10);

        TaskStatus status = run(MigrationType.FULL_LOAD, StartMode.AUTOMATIC, StopCondition.NONE);

        assertThat(status.stopReason()).contains(StopReason.FULL_LOAD_ONLY_FINISHED);
        assertTargetHasAll();
    }

    @Test
    void rowsGoThroughUnparsedInAFormatThatBothSidesKnow() throws InterruptedException {
        fill(0, 100);
        source.offer(LINES);
        sink.take(LINES);
        FullLoadSettings fewRows = new FullLoadSettings(TargetTablePrepMode.DO_NOTHING, 2, 7, false, false);
        settings = new TaskSettings(
                fewRows,
                ApplySettings.DEFAULT,
                DdlPolicy.DEFAULT,
                QUICK,
                ErrorSettings.STOP_ALWAYS,
                "",
                true,
                LobSettings.DEFAULT);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        assertTargetHasAll();
        assertThat(sink.parts()).allMatch(part -> part.lines().count() <= 7);
        TableStatistics table = status.tables().get(0);
        assertThat(table.fullLoadRows()).isEqualTo(100);
        assertThat(table.fullLoadBytes())
                .isEqualTo(sink.parts().stream().mapToLong(String::length).sum())
                .isPositive();
    }

    @Test
    void aFormatThatTheTargetDoesNotKnowIsNotUsed() throws InterruptedException {
        fill(0, 100);
        source.offer(LINES);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        assertTargetHasAll();
        assertThat(sink.parts()).isEmpty();
        assertThat(status.tables().get(0).fullLoadRows()).isEqualTo(100);
    }

    @Test
    void untilLoadedLeavesTheChangesToTheResume() throws InterruptedException {
        fill(0, 10);
        TaskStatus loaded = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.LOADED);
        assertThat(loaded.stopReason()).contains(StopReason.STOPPED_AFTER_FULL_LOAD);
        fill(10, 20);

        TaskStatus resumed = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.RESUME, StopCondition.CAUGHT_UP);

        assertTargetHasAll();
        assertThat(resumed.tables().get(0).appliedInserts()).isEqualTo(10);
        assertThat(source.acknowledged()).isEqualTo(20);
    }

    @Test
    void anInterruptedLoadGoesOnWithItsMissingChunks() throws InterruptedException {
        fill(0, 9);
        run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.LOADED);
        sink.forgetChunk(1);
        fill(9, 15);

        run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        assertTargetHasAll();
    }

    @Test
    void aReloadBeginsAnewAndDoublesNothing() throws InterruptedException {
        fill(0, 10);
        run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.RELOAD, StopCondition.CAUGHT_UP);

        assertTargetHasAll();
        assertThat(status.tables().get(0).fullLoadRows()).isEqualTo(10);
    }

    @Test
    void aReloadThatFailsBeforeItHasForgottenTheOldStateIsAReloadStill() throws InterruptedException {
        fill(0, 10);
        run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);
        sink.truncateTable(MemorySource.TABLE.id());
        sink.failResets(2);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.RELOAD, StopCondition.CAUGHT_UP);

        assertThat(status.state()).isEqualTo(TaskState.STOPPED);
        assertTargetHasAll();
    }

    @Test
    void aResumeOfNothingIsRefused() throws InterruptedException {
        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.RESUME, StopCondition.CAUGHT_UP);

        assertThat(status.state()).isEqualTo(TaskState.FAILED);
        assertThat(status.failure().orElseThrow().code()).isEqualTo(ErrorCode.CHECKPOINT_UNUSABLE);
    }

    @Test
    void anErrorThatPassesIsAnsweredByAnotherAttempt() throws InterruptedException {
        fill(0, 10);
        source.failReads(new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "cut"), 2);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        assertThat(status.state()).isEqualTo(TaskState.STOPPED);
        assertTargetHasAll();
    }

    @Test
    void anErrorThatDoesNotPassIsGivenUpOn() throws InterruptedException {
        source.failReads(new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "cut"), 100);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.NONE);

        assertThat(status.state()).isEqualTo(TaskState.FAILED);
        assertThat(status.stopReason()).contains(StopReason.RECOVERABLE_ERROR);
    }

    @Test
    void aFatalErrorStopsAtOnce() throws InterruptedException {
        source.failReads(new ReplicationException(ErrorCode.SOURCE_SLOT_LOST, "gone"), 1);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.NONE);

        assertThat(status.stopReason()).contains(StopReason.FATAL_ERROR);
        assertThat(status.failure().orElseThrow().code()).isEqualTo(ErrorCode.SOURCE_SLOT_LOST);
    }

    @Test
    void blockingFindingsAreToldTogether() throws InterruptedException {
        source.finding(Finding.blocking(ErrorCode.SOURCE_SETTING_WRONG, "one is wrong", "mend one"));
        source.finding(Finding.blocking(ErrorCode.SOURCE_GRANT_MISSING, "two is wrong", "mend two"));

        TaskStatus status = run(MigrationType.FULL_LOAD, StartMode.AUTOMATIC, StopCondition.NONE);

        ReplicationException failure = status.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_SETTING_WRONG);
        assertThat(failure).hasMessageContaining("mend one").hasMessageContaining("mend two");
    }

    @Test
    void aTargetThatHasRowsTakesNoObjectMapping() throws InterruptedException {
        ItemShape shape = new ItemShape(ItemShape.Kind.MAP_RECORD_TO_RECORD, List.of("id"), Set.of(), Map.of());
        mappings = MappingRules.of(
                SelectionRule.include(1, "%", "%"),
                new ObjectMappingRule(2, Locator.tables("%", "%"), Optional.empty(), shape));

        TaskStatus status = run(MigrationType.FULL_LOAD, StartMode.AUTOMATIC, StopCondition.NONE);

        ReplicationException failure = status.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.MAPPING_INVALID);
        assertThat(failure).hasMessageContaining("has an object-mapping rule, and memory has rows");
    }

    @Test
    void aTargetTableThatDoesNotFitKeepsANewTaskFromStarting() throws InterruptedException {
        fill(0, 5);
        sink.presentFinding(Finding.blocking(ErrorCode.TARGET_TABLE_MISMATCH, "no column", "add it"));

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        assertThat(status.failure().orElseThrow().code()).isEqualTo(ErrorCode.TARGET_TABLE_MISMATCH);
        assertThat(sink.checkpoint()).isNull();
    }

    @Test
    void aTargetTableThatTheTaskWillDropNeedNotFit() throws InterruptedException {
        fill(0, 5);
        sink.presentFinding(Finding.blocking(ErrorCode.TARGET_TABLE_MISMATCH, "no column", "add it"));
        FullLoadSettings drops = new FullLoadSettings(TargetTablePrepMode.DROP_AND_CREATE, 8, 10_000, false, false);
        settings = new TaskSettings(
                drops,
                ApplySettings.DEFAULT,
                DdlPolicy.DEFAULT,
                QUICK,
                ErrorSettings.STOP_ALWAYS,
                "",
                true,
                LobSettings.DEFAULT);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);

        assertThat(status.state()).isEqualTo(TaskState.STOPPED);
        assertThat(sink.checkedPresent()).isZero();
        assertTargetHasAll();
    }

    @Test
    void aTargetThatTheLogMayYetAlterDoesNotKeepATaskFromGoingOn() throws InterruptedException {
        fill(0, 5);
        run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.LOADED);
        sink.presentFinding(Finding.blocking(ErrorCode.TARGET_TABLE_MISMATCH, "a column of old", "drop it"));
        fill(5, 8);

        TaskStatus status = run(MigrationType.FULL_LOAD_AND_CDC, StartMode.RESUME, StopCondition.CAUGHT_UP);

        assertThat(status.state()).isEqualTo(TaskState.STOPPED);
        assertThat(sink.checkedPresent()).isOne();
        assertTargetHasAll();
    }

    @Test
    void aTargetThatCommitsInOrderOnlyIsToldOfWhereRelaxedIsWanted() throws InterruptedException {
        fill(0, 5);
        ApplySettings relaxed = new ApplySettings(CommitMode.RELAXED, 4, 1, 1 << 20, Duration.ofSeconds(1));
        settings = new TaskSettings(
                FullLoadSettings.DEFAULT,
                relaxed,
                DdlPolicy.DEFAULT,
                QUICK,
                ErrorSettings.STOP_ALWAYS,
                "",
                true,
                LobSettings.DEFAULT);
        List<Finding> findings = new CopyOnWriteArrayList<>();
        ReplicationTask task = ReplicationTask.builder(configuration(MigrationType.FULL_LOAD_AND_CDC, "memory"))
                .stopWhen(StopCondition.CAUGHT_UP)
                .sourceFactories(List.of(new Sources()))
                .sinkFactories(List.of(new Sinks()))
                .listener(new TaskListener() {
                    @Override
                    public void onFinding(Finding finding) {
                        findings.add(finding);
                    }
                })
                .build();
        task.start();

        TaskStatus status = task.awaitCompletion();

        assertThat(status.state()).isEqualTo(TaskState.STOPPED);
        assertTargetHasAll();
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("CommitMode relaxed has no effect"));
    }

    @Test
    void aLaterInstanceFencesThisOneOff() throws InterruptedException {
        fill(0, 5);
        ReplicationTask task = task(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.NONE);
        task.start();
        awaitRows(5);
        sink.takeOver();
        fill(5, 6);

        TaskStatus status = task.awaitCompletion();

        assertThat(status.failure().orElseThrow().code()).isEqualTo(ErrorCode.FENCED);
        assertThat(sink.ids()).hasSize(5);
    }

    @Test
    void stopsWithinTenSecondsThoughTheTargetHangs() throws InterruptedException {
        fill(0, 5);
        ReplicationTask task = task(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.NONE);
        task.start();
        awaitRows(5);
        sink.hang();
        fill(5, 6);

        Instant begun = Instant.now();
        task.stop();

        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(task.status().state()).isEqualTo(TaskState.STOPPED);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("memory/"));
    }

    @Test
    void aColumnAddedWhileTheTaskWasStoppedIsAddedBeforeTheChecks() throws InterruptedException {
        run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);
        source.addColumn("late");

        run(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.LOADED);

        assertThat(sink.addedColumns()).containsExactly("late");
    }

    @Test
    void aDeletedTaskLeavesNothingToResume() throws InterruptedException {
        fill(0, 5);
        ReplicationTask task = task(MigrationType.FULL_LOAD_AND_CDC, StartMode.AUTOMATIC, StopCondition.CAUGHT_UP);
        task.start();
        task.awaitCompletion();

        task.delete();

        assertThat(source.isCaptureEnded()).isTrue();
        assertThat(sink.checkpoint()).isNull();
        assertTargetHasAll();
    }

    @Test
    void aTaskThatWasNeverStartedStopsToo() {
        ReplicationTask task = task(MigrationType.CDC, StartMode.AUTOMATIC, StopCondition.NONE);

        task.close();

        assertThat(task.status().state()).isEqualTo(TaskState.STOPPED);
    }

    @Test
    void anUnknownEngineIsNamedWithThoseThatAreThere() throws InterruptedException {
        ReplicationTask task = ReplicationTask.builder(configuration(MigrationType.CDC, "nosuch"))
                .sourceFactories(List.of(new Sources()))
                .sinkFactories(List.of(new Sinks()))
                .build();
        task.start();

        ReplicationException failure = task.awaitCompletion().failure().orElseThrow();

        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_UNKNOWN);
        assertThat(failure).hasMessageContaining("nosuch").hasMessageContaining("memory");
    }

    private TaskStatus run(MigrationType type, StartMode mode, StopCondition condition) throws InterruptedException {
        ReplicationTask task = task(type, mode, condition);
        task.start();
        return task.awaitCompletion();
    }

    private ReplicationTask task(MigrationType type, StartMode mode, StopCondition condition) {
        return ReplicationTask.builder(configuration(type, "memory"))
                .startMode(mode)
                .stopWhen(condition)
                .sourceFactories(List.of(new Sources()))
                .sinkFactories(List.of(new Sinks()))
                .build();
    }

    private TaskConfiguration configuration(MigrationType type, String engine) {
        Endpoint endpoint = new Endpoint(engine, "", 0, "", "", null, SslMode.NONE, null, EndpointSettings.none());
        return new TaskConfiguration(
                "memory",
                type,
                endpoint,
                endpoint,
                mappings,
                settings,
                Optional.empty(),
                Optional.empty(),
                Path.of("unused"));
    }

    private void fill(long from, long to) {
        LongStream.range(from, to).forEach(source::insert);
    }

    private void awaitRows(int count) throws InterruptedException {
        while (sink.ids().size() < count) {
            Thread.sleep(5);
        }
    }

    private void assertTargetHasAll() {
        long count = ((MemorySource.Index) source.currentPosition()).count();
        assertThat(sink.ids())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, count).mapToObj(Long::toString).toList());
    }

    private final class Sources implements SourceFactory {
        @Override
        public Set<String> engineNames() {
            return Set.of("memory");
        }

        @Override
        public Source open(Endpoint endpoint, TaskContext context) {
            return source;
        }
    }

    private final class Sinks implements SinkFactory {
        @Override
        public Set<String> engineNames() {
            return Set.of("memory");
        }

        @Override
        public Sink open(Endpoint endpoint, TaskContext context) {
            return sink;
        }
    }

    private static final class SameNames implements TableMappings {
        @Override
        public boolean selects(TableId table) {
            return true;
        }

        @Override
        public TableRoute route(TableSchema table) {
            return new TableRoute(
                    table, table, IntStream.range(0, table.columnCount()).toArray());
        }

        @Override
        public Optional<ChunkPolicy> chunkPolicy(TableId table) {
            return Optional.empty();
        }

        @Override
        public int loadOrder(TableId table) {
            return 0;
        }
    }
}
