package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who is applied beside whom, and that commits keep the order of submission whatever happens. */
class ApplySchedulerTest {
    private final ScriptedTarget target = new ScriptedTarget();
    private final TargetTable table = SampleChanges.table(SourceModel.PLAIN, new ConflictCatalog());
    private final List<SourcePosition> acknowledged = new CopyOnWriteArrayList<>();
    private final ApplyProgress progress = new ApplyProgress();
    private final ApplyScheduler scheduler = new ApplyScheduler(
            "task",
            WorkerCount.of(2, System::nanoTime),
            false,
            new LogIndex(0),
            List.of(),
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

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aBatchThatIsReadyEarlierCommitsLater() {
        submitHeld("a");
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("apply b"));

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events()).endsWith("commit 1", "commit 2");
        assertThat(acknowledged).containsExactly(new LogIndex(1), new LogIndex(2));
        assertThat(progress.durablePosition()).isEqualTo(new LogIndex(2));
    }

    @Test
    void batchesOfTheSameRowAreExecutedOneAfterTheOther() {
        submitHeld("a");
        scheduler.submit(batch(2, SampleChanges.update(table, null, "a", "c", "n", "x")));
        assertThat(target.events()).containsExactly("apply a");

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events()).containsExactly("apply a", "commit 1", "apply a", "commit 2");
    }

    @Test
    void whatFailsBesideAnEarlierBatchIsTriedAgainBehindIt() {
        target.hold("a");
        target.fail("b", refused());
        scheduler.submit(insert(1, "a"));
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("rollback"));

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events()).endsWith("commit 1", "apply b", "commit 2");
    }

    @Test
    void nothingIsCommittedBehindAFailure() {
        target.hold("a");
        target.fail("a", refused(), refused(), refused());
        scheduler.submit(insert(1, "a"));
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("apply b"));

        target.release("a");

        assertThatThrownBy(() -> Idle.await(scheduler))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED))
                .hasMessageContaining("transactions up to 1");
        assertThatThrownBy(() -> scheduler.submit(insert(3, "c"))).isInstanceOf(ReplicationException.class);
        scheduler.close();
        assertThat(target.events()).noneMatch(event -> event.startsWith("commit"));
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void anErrorOfAWorkerIsAFailureAndNoHang() {
        target.die("a", new OutOfMemoryError("heap"));
        scheduler.submit(insert(1, "a"));

        assertThatThrownBy(() -> Idle.await(scheduler))
                .isInstanceOfSatisfying(
                        ReplicationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("OutOfMemoryError");
    }

    @Test
    void aBatchThatWaitsForLocksCallsLaterOnesBack() {
        target.hold("a");
        target.fail("a", new ReplicationException(ErrorCode.TARGET_LOCK_CONFLICT, "lock timeout"));
        scheduler.submit(insert(1, "a"));
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("apply b"));

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events().stream().filter("rollback"::equals)).hasSizeBetween(1, 2);
        assertThat(target.events().stream().filter(event -> event.startsWith("commit")))
                .containsExactly("commit 1", "commit 2");
    }

    /** As a trigger does that counts rows: the target makes the earlier batch wait, and nobody knows for whom. */
    @Test
    void aBatchThatKeepsLocksGivesWayBeforeItsTurn() {
        submitHeld("a");
        scheduler.submit(insert(2, "b"));
        await().until(() -> target.events().contains("rollback"));
        target.release("a");
        target.hold("c");
        scheduler.submit(insert(3, "c"));
        target.awaitHeld("c");
        scheduler.submit(insert(4, "d"));
        target.release("c");
        Idle.await(scheduler);

        assertThat(target.events()).containsSubsequence("apply b", "rollback", "commit 1", "apply b", "commit 2");
        assertThat(target.events()).endsWith("apply c", "commit 3", "apply d", "commit 4");
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
    void aChangeOfShapeWaitsForBatchesOfItsTablesOnly() throws InterruptedException {
        submitHeld("a");

        scheduler.drain(Set.of(SourceModel.KEYED.id(), SourceModel.KEYLESS.id()));
        assertThat(scheduler.isIdle()).isFalse();

        Thread shape = new Thread(() -> {
            scheduler.drain(Set.of(SourceModel.KEYED.id(), SourceModel.PLAIN.id()));
            target.events().add("altered");
        });
        shape.start();
        await().until(() -> shape.getState() == Thread.State.TIMED_WAITING);
        target.release("a");
        shape.join();

        assertThat(target.events()).containsExactly("apply a", "commit 1", "altered");
    }

    @Test
    void anEndTakesBackWhatIsNotCommitted() {
        target.hold("a");
        Tally tally = new Tally();
        tally.add(table.counters(), RowChange.Kind.INSERT);
        tally.show();
        scheduler.submit(insert(1, "a"));
        scheduler.submit(Batch.whole(
                List.of(change("b")),
                List.of(),
                new Batch.Ending(new LogIndex(2), Instant.EPOCH, 0),
                tally,
                Instant.EPOCH));
        await().until(() -> target.events().contains("apply b"));
        assertThat(table.counters().statistics().inserts()).isEqualTo(1);

        Thread closer = new Thread(scheduler::close);
        closer.start();
        await().until(() -> target.events().contains("rollback"));
        target.release("a");

        await().until(() -> !closer.isAlive());
        assertThat(target.events()).contains("commit 1").doesNotContain("commit 2");
        assertThat(table.counters().statistics().inserts()).isZero();
        assertThat(progress.pendingChanges()).isZero();
    }

    @Test
    void onlyTheRowsThatMeetAnEarlierBatchWaitForIt() {
        submitHeld("a");
        scheduler.submit(batch(2, SampleChanges.update(table, null, "a", "c", "n", "x"), change("b")));
        await().until(() -> target.events().contains("apply b"));
        assertThat(target.events()).containsExactly("apply a", "apply b");

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events()).containsExactly("apply a", "apply b", "commit 1", "apply a", "commit 2");
    }

    /** The earlier batch may be waiting for a lock of the rows that are applied already, where nobody can see it. */
    @Test
    void aBatchThatWaitsWithLocksGivesWayAndWaitsWithoutThem() {
        submitHeld("a");
        scheduler.submit(batch(2, SampleChanges.update(table, null, "a", "c", "n", "x"), change("b")));
        await().until(() -> target.events().contains("rollback"));

        target.release("a");
        Idle.await(scheduler);

        assertThat(target.events())
                .containsExactly("apply a", "apply b", "rollback", "commit 1", "apply a", "apply b", "commit 2");
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
        return batch(position, change(id));
    }

    private RowChange change(String id) {
        return SampleChanges.insert(table, id, "code-" + id, "name", "body");
    }

    private static Batch batch(long position, RowChange... changes) {
        Batch.Ending ending = new Batch.Ending(new LogIndex(position), Instant.EPOCH, 0);
        return Batch.whole(List.of(changes), List.of(), ending, new Tally(), Instant.EPOCH);
    }
}
