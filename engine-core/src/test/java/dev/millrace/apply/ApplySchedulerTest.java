package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who is applied beside whom, and that commits keep the order of submission whatever happens. */
class ApplySchedulerTest {
    private final SchedulerBench bench = new SchedulerBench(false, 2, List.of());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aBatchThatIsReadyEarlierCommitsLater() {
        bench.submitHeld("a");
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("apply b"));

        bench.target.release("a");
        bench.await();

        assertThat(bench.events()).endsWith("commit 1", "commit 2");
        assertThat(bench.acknowledged).containsExactly(new LogIndex(1), new LogIndex(2));
        assertThat(bench.progress.durablePosition()).isEqualTo(new LogIndex(2));
    }

    @Test
    void batchesOfTheSameRowAreExecutedOneAfterTheOther() {
        bench.submitHeld("a");
        bench.submit(2, bench.update("a"));
        assertThat(bench.events()).containsExactly("apply a");

        bench.target.release("a");
        bench.await();

        assertThat(bench.events()).containsExactly("apply a", "commit 1", "apply a", "commit 2");
    }

    @Test
    void whatFailsBesideAnEarlierBatchIsTriedAgainBehindIt() {
        bench.target.hold("a");
        bench.target.fail("b", refused());
        bench.submit(1, bench.insert("a"));
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("rollback"));

        bench.target.release("a");
        bench.await();

        assertThat(bench.events()).endsWith("commit 1", "apply b", "commit 2");
    }

    @Test
    void nothingIsCommittedBehindAFailure() {
        bench.target.hold("a");
        bench.target.fail("a", refused(), refused(), refused());
        bench.submit(1, bench.insert("a"));
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("apply b"));

        bench.target.release("a");

        assertThatThrownBy(() -> bench.await())
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED))
                .hasMessageContaining("transactions up to 1");
        assertThatThrownBy(() -> bench.submit(3, bench.insert("c"))).isInstanceOf(ReplicationException.class);
        bench.scheduler.close();
        assertThat(bench.events()).noneMatch(event -> event.startsWith("commit"));
        assertThat(bench.acknowledged).isEmpty();
    }

    @Test
    void anErrorOfAWorkerIsAFailureAndNoHang() {
        bench.target.die("a", new OutOfMemoryError("heap"));
        bench.submit(1, bench.insert("a"));

        assertThatThrownBy(() -> bench.await())
                .isInstanceOfSatisfying(
                        ReplicationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("OutOfMemoryError");
    }

    @Test
    void aBatchThatWaitsForLocksCallsLaterOnesBack() {
        bench.target.hold("a");
        bench.target.fail("a", new ReplicationException(ErrorCode.TARGET_LOCK_CONFLICT, "lock timeout"));
        bench.submit(1, bench.insert("a"));
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("apply b"));

        bench.target.release("a");
        bench.await();

        assertThat(bench.events().stream().filter("rollback"::equals)).hasSizeBetween(1, 2);
        assertThat(bench.events().stream().filter(event -> event.startsWith("commit")))
                .containsExactly("commit 1", "commit 2");
    }

    /** As a trigger does that counts rows: the target makes the earlier batch wait, and nobody knows for whom. */
    @Test
    void aBatchThatKeepsLocksGivesWayBeforeItsTurn() {
        bench.submitHeld("a");
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("rollback"));
        bench.target.release("a");
        bench.target.hold("c");
        bench.submit(3, bench.insert("c"));
        bench.target.awaitHeld("c");
        bench.submit(4, bench.insert("d"));
        bench.target.release("c");
        bench.await();

        assertThat(bench.events()).containsSubsequence("apply b", "rollback", "commit 1", "apply b", "commit 2");
        assertThat(bench.events()).endsWith("apply c", "commit 3", "apply d", "commit 4");
    }

    @Test
    void aTransactionInPartsHasTheTargetForItself() {
        bench.target.hold("a");
        bench.submitFirstPart("a");
        assertThat(bench.scheduler.isReady()).isFalse();
        bench.target.release("a");
        bench.submitLastPart("b");
        bench.submit(2, bench.insert("c"));
        bench.await();

        assertThat(bench.events()).containsExactly("apply a", "apply b", "commit 1", "apply c", "commit 2");
    }

    @Test
    void aChangeOfShapeWaitsForBatchesOfItsTablesOnly() throws InterruptedException {
        bench.submitHeld("a");

        bench.scheduler.drain(Set.of(SourceModel.KEYED.id(), SourceModel.KEYLESS.id()));
        assertThat(bench.scheduler.isIdle()).isFalse();

        Thread shape = new Thread(() -> {
            bench.scheduler.drain(Set.of(SourceModel.KEYED.id(), SourceModel.PLAIN.id()));
            bench.events().add("altered");
        });
        shape.start();
        await().until(() -> shape.getState() == Thread.State.TIMED_WAITING);
        bench.target.release("a");
        shape.join();

        assertThat(bench.events()).containsExactly("apply a", "commit 1", "altered");
    }

    @Test
    void anEndTakesBackWhatIsNotCommitted() {
        bench.submitHeld("a");
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("apply b"));
        assertThat(bench.table.counters().statistics().inserts()).isEqualTo(2);

        Thread closer = new Thread(bench.scheduler::close);
        closer.start();
        await().until(() -> bench.events().contains("rollback"));
        bench.target.release("a");

        await().until(() -> !closer.isAlive());
        assertThat(bench.events()).contains("commit 1").doesNotContain("commit 2");
        assertThat(bench.table.counters().statistics().inserts()).isEqualTo(1);
        assertThat(bench.progress.pendingChanges()).isZero();
    }

    @Test
    void onlyTheRowsThatMeetAnEarlierBatchWaitForIt() {
        bench.submitHeld("a");
        bench.submit(2, bench.update("a"), bench.insert("b"));
        await().until(() -> bench.events().contains("apply b"));
        assertThat(bench.events()).containsExactly("apply a", "apply b");

        bench.target.release("a");
        bench.await();

        assertThat(bench.events()).containsExactly("apply a", "apply b", "commit 1", "apply a", "commit 2");
    }

    /** The earlier batch may be waiting for a lock of the rows that are applied already, where nobody can see it. */
    @Test
    void aBatchThatWaitsWithLocksGivesWayAndWaitsWithoutThem() {
        bench.submitHeld("a");
        bench.submit(2, bench.update("a"), bench.insert("b"));
        await().until(() -> bench.events().contains("rollback"));

        bench.target.release("a");
        bench.await();

        assertThat(bench.events())
                .containsExactly("apply a", "apply b", "rollback", "commit 1", "apply a", "apply b", "commit 2");
    }

    private static ReplicationException refused() {
        return new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "refused");
    }
}
