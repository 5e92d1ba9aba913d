package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who commits ahead of whom in relaxed mode, and when the checkpoint follows. */
class RelaxedCommitTest {
    private final ScriptedTarget target = new ScriptedTarget();
    private final TargetTable table = SampleChanges.table(SourceModel.PLAIN, new ConflictCatalog());
    private final List<SourcePosition> acknowledged = new CopyOnWriteArrayList<>();
    private final ApplyProgress progress = new ApplyProgress();
    private ApplyScheduler scheduler = scheduler(true, List.of());

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aBatchThatIsReadyEarlierCommitsEarlierAndTheFirstOneMovesTheCheckpointBehindBoth() {
        submitHeld("a");
        scheduler.submit(insert(2, "b"));
        scheduler.submit(insert(3, "c"));
        await().until(() -> target.events().contains("ahead 2-3 +2"));
        assertThat(acknowledged).isEmpty();
        assertThat(progress.durablePosition()).isNull();
        assertThat(progress.appliedChanges()).isEqualTo(2);

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events())
                .containsExactly("apply a", "apply b", "ahead 1-2 +1", "apply c", "ahead 2-3 +2", "commit 3 -1 -2");
        assertThat(acknowledged).containsExactly(new LogIndex(3));
        assertThat(progress.durablePosition()).isEqualTo(new LogIndex(3));
        assertThat(progress.appliedChanges()).isEqualTo(3);
    }

    @Test
    void batchesOfTheSameRowAreCommittedOneAfterTheOther() {
        submitHeld("a");
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("ahead 1-2 +1"));
        scheduler.submit(batch(3, SampleChanges.update(table, null, "a", "c", "n", "x")));

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events())
                .containsExactly("apply a", "apply b", "ahead 1-2 +1", "commit 2 -1", "apply a", "commit 3");
    }

    @Test
    void theCheckpointFollowsByItselfIfNoBatchIsLeftToCarryIt() {
        target.hold("commit 1");
        scheduler.submit(insert(1, "a"));
        target.awaitHeld("commit 1");
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("ahead 1-2 +1"));

        target.release("commit 1");
        Idle.await(scheduler);

        assertThat(target.events()).endsWith("ahead 1-2 +1", "commit 1", "commit 2 -1");
        assertThat(acknowledged).containsExactly(new LogIndex(1), new LogIndex(2));
    }

    @Test
    void theCheckpointIsMovedByOneTransactionAtATime() {
        target.hold("commit 1");
        target.hold("commit 2");
        scheduler.submit(insert(1, "a"));
        target.awaitHeld("commit 1");
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("ahead 1-2 +1"));
        target.release("commit 1");
        target.awaitHeld("commit 2");

        scheduler.submit(insert(3, "c"));
        await().until(() -> target.events().contains("ahead 2-3 +2"));
        target.release("commit 2");
        Idle.await(scheduler);

        assertThat(target.events()).endsWith("ahead 2-3 +2", "commit 2 -1", "commit 3 -2");
    }

    @Test
    void whatFailsBesideAnEarlierBatchIsTriedAgainBehindIt() {
        target.hold("a");
        target.fail("b", new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "refused"));
        scheduler.submit(insert(1, "a"));
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("rollback"));

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events()).endsWith("commit 1", "apply b", "commit 2");
    }

    /** A batch that takes its time is no reason to hold up what has nothing to do with it. */
    @Test
    void aBatchThatWaitsForASlowOneHoldsUpNoOther() {
        scheduler = scheduler(true, 3, List.of());
        submitHeld("a");
        scheduler.submit(batch(2, SampleChanges.update(table, null, "a", "c", "n", "x"), change("b")));
        await().until(() -> target.events().contains("rollback"));

        scheduler.submit(insert(3, "c"));
        await().until(() -> target.events().contains("ahead 2-3 +1"));

        target.release("a");
        Idle.await(scheduler);
        assertThat(target.events()).endsWith("commit 3 -1");
    }

    @Test
    void theCheckpointStaysBeforeAFailure() {
        target.hold("a");
        target.fail("a", refused(), refused(), refused());
        scheduler.submit(insert(1, "a"));
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("ahead 1-2 +1"));

        target.release("a");

        assertThatThrownBy(() -> Idle.await(scheduler)).hasMessageContaining("transactions up to 1");
        scheduler.close();
        assertThat(target.events()).noneMatch(event -> event.startsWith("commit"));
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void aTransactionInPartsHasTheTargetForItself() {
        target.hold("a");
        scheduler.submit(Batch.part(List.of(change("a")), new LogIndex(1), Instant.EPOCH, 1));
        assertThat(scheduler.isReady()).isFalse();
        target.release("a");
        Batch.Ending ending = new Batch.Ending(new LogIndex(1), Instant.EPOCH, 0);
        scheduler.submit(Batch.lastPart(List.of(change("b")), new LogIndex(1), ending, new Tally(), Instant.EPOCH));
        scheduler.submit(insert(2, "c"));
        Idle.await(scheduler);

        assertThat(target.events()).containsExactly("apply a", "apply b", "commit 1", "apply c", "commit 2");
    }

    @Test
    void rangesOfAnEarlierRunAreForgottenOnceTheCheckpointCoversThem() {
        scheduler = scheduler(
                false,
                List.of(
                        StoredRange.of(7, new LogIndex(1), new LogIndex(2)),
                        StoredRange.of(4, new LogIndex(2), new LogIndex(4))));
        scheduler.submit(insert(1, "a"));
        Idle.await(scheduler);
        scheduler.submit(insert(3, "b"));
        Idle.await(scheduler);
        scheduler.submit(insert(5, "c"));
        Idle.await(scheduler);

        assertThat(target.events())
                .containsExactly("apply a", "commit 1", "apply b", "commit 3 -7", "apply c", "commit 5 -4");
    }

    @Test
    void newRangesHaveNumbersOfTheirOwn() {
        scheduler = scheduler(true, List.of(StoredRange.of(7, new LogIndex(8), new LogIndex(9))));
        submitHeld("a");
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("ahead 1-2 +8"));

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events()).endsWith("commit 2 -8");
    }

    @Test
    void whatMayHaveBeenCommittedIsNotTriedAgain() {
        target.hold("a");
        target.fail("ahead 1-2", new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "cut"));
        scheduler.submit(insert(1, "a"));
        scheduler.submit(insert(2, "b"));
        assertThatThrownBy(() -> Idle.await(scheduler)).hasMessageContaining("cut");

        target.release("a");
        scheduler.close();

        assertThat(target.events().stream().filter("apply b"::equals)).hasSize(1);
    }

    private ApplyScheduler scheduler(boolean relaxed, List<StoredRange> applied) {
        return scheduler(relaxed, 2, applied);
    }

    private ApplyScheduler scheduler(boolean relaxed, int workers, List<StoredRange> applied) {
        return new ApplyScheduler(
                "task",
                WorkerCount.of(workers, System::nanoTime),
                relaxed,
                new LogIndex(0),
                applied,
                target::open,
                StopAtRefusals::application,
                new ApplyScheduler.Observer() {
                    @Override
                    public void committed(Batch.Ending ending) {
                        acknowledged.add(ending.position());
                    }

                    @Override
                    public void changed() {}
                },
                progress,
                Clock.systemUTC());
    }

    /** The first batch inserts this row, and stands there. */
    private void submitHeld(String id) {
        target.hold(id);
        scheduler.submit(insert(1, id));
        target.awaitHeld(id);
    }

    private static ReplicationException refused() {
        return new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "refused");
    }

    private Batch insert(long position, String id) {
        Tally tally = new Tally();
        tally.add(table.counters(), RowChange.Kind.INSERT);
        Batch.Ending ending = new Batch.Ending(new LogIndex(position), Instant.EPOCH, 0);
        return Batch.whole(List.of(change(id)), List.of(), ending, tally, Instant.EPOCH);
    }

    private RowChange change(String id) {
        return SampleChanges.insert(table, id, "code-" + id, "name", "body");
    }

    private static Batch batch(long position, RowChange... changes) {
        Batch.Ending ending = new Batch.Ending(new LogIndex(position), Instant.EPOCH, 0);
        return Batch.whole(List.of(changes), List.of(), ending, new Tally(), Instant.EPOCH);
    }
}
