package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who commits ahead of whom in relaxed mode, and when the checkpoint follows. */
class RelaxedCommitTest {
    private SchedulerBench bench = new SchedulerBench(true, 2, List.of());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aBatchThatIsReadyEarlierCommitsEarlierAndTheFirstOneMovesTheCheckpointBehindBoth() {
        bench.submitHeld("a");
        bench.submit(2, bench.insert("b"));
        bench.submit(3, bench.insert("c"));
        await().until(() -> bench.events().contains("ahead 2-3 +2"));
        assertThat(bench.acknowledged).isEmpty();
        assertThat(bench.progress.durablePosition()).isNull();
        assertThat(bench.progress.appliedChanges()).isEqualTo(2);

        bench.target.release("a");
        bench.await();

        assertThat(bench.events())
                .containsExactly("apply a", "apply b", "ahead 1-2 +1", "apply c", "ahead 2-3 +2", "commit 3 -1 -2");
        assertThat(bench.acknowledged).containsExactly(new LogIndex(3));
        assertThat(bench.progress.durablePosition()).isEqualTo(new LogIndex(3));
        assertThat(bench.progress.appliedChanges()).isEqualTo(3);
    }

    @Test
    void batchesOfTheSameRowAreCommittedOneAfterTheOther() {
        bench.submitHeld("a");
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("ahead 1-2 +1"));
        bench.submit(3, bench.update("a"));

        bench.target.release("a");
        bench.await();

        assertThat(bench.events())
                .containsExactly("apply a", "apply b", "ahead 1-2 +1", "commit 2 -1", "apply a", "commit 3");
    }

    @Test
    void theCheckpointFollowsByItselfIfNoBatchIsLeftToCarryIt() {
        bench.target.hold("commit 1");
        bench.submit(1, bench.insert("a"));
        bench.target.awaitHeld("commit 1");
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("ahead 1-2 +1"));

        bench.target.release("commit 1");
        bench.await();

        assertThat(bench.events()).endsWith("ahead 1-2 +1", "commit 1", "commit 2 -1");
        assertThat(bench.acknowledged).containsExactly(new LogIndex(1), new LogIndex(2));
    }

    @Test
    void theCheckpointIsMovedByOneTransactionAtATime() {
        bench.target.hold("commit 1");
        bench.target.hold("commit 2");
        bench.submit(1, bench.insert("a"));
        bench.target.awaitHeld("commit 1");
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("ahead 1-2 +1"));
        bench.target.release("commit 1");
        bench.target.awaitHeld("commit 2");

        bench.submit(3, bench.insert("c"));
        await().until(() -> bench.events().contains("ahead 2-3 +2"));
        bench.target.release("commit 2");
        bench.await();

        assertThat(bench.events()).endsWith("ahead 2-3 +2", "commit 2 -1", "commit 3 -2");
    }

    @Test
    void whatFailsBesideAnEarlierBatchIsTriedAgainBehindIt() {
        bench.target.hold("a");
        bench.target.fail("b", new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "refused"));
        bench.submit(1, bench.insert("a"));
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("rollback"));

        bench.target.release("a");
        bench.await();

        assertThat(bench.events()).endsWith("commit 1", "apply b", "commit 2");
    }

    /** A batch that takes its time is no reason to hold up what has nothing to do with it. */
    @Test
    void aBatchThatWaitsForASlowOneHoldsUpNoOther() {
        bench = new SchedulerBench(true, 3, List.of());
        bench.submitHeld("a");
        bench.submit(2, bench.update("a"), bench.insert("b"));
        await().until(() -> bench.events().contains("rollback"));

        bench.submit(3, bench.insert("c"));
        await().until(() -> bench.events().contains("ahead 2-3 +1"));

        bench.target.release("a");
        bench.await();
        assertThat(bench.events()).endsWith("commit 3 -1");
    }

    @Test
    void theCheckpointStaysBeforeAFailure() {
        bench.target.hold("a");
        bench.target.fail("a", refused(), refused(), refused());
        bench.submit(1, bench.insert("a"));
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("ahead 1-2 +1"));

        bench.target.release("a");

        assertThatThrownBy(() -> bench.await()).hasMessageContaining("transactions up to 1");
        bench.scheduler.close();
        assertThat(bench.events()).noneMatch(event -> event.startsWith("commit"));
        assertThat(bench.acknowledged).isEmpty();
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
    void rangesOfAnEarlierRunAreForgottenOnceTheCheckpointCoversThem() {
        bench = new SchedulerBench(
                false,
                2,
                List.of(
                        StoredRange.of(7, new LogIndex(1), new LogIndex(2)),
                        StoredRange.of(4, new LogIndex(2), new LogIndex(4))));
        bench.submit(1, bench.insert("a"));
        bench.await();
        bench.submit(3, bench.insert("b"));
        bench.await();
        bench.submit(5, bench.insert("c"));
        bench.await();

        assertThat(bench.events())
                .containsExactly("apply a", "commit 1", "apply b", "commit 3 -7", "apply c", "commit 5 -4");
    }

    @Test
    void newRangesHaveNumbersOfTheirOwn() {
        bench = new SchedulerBench(true, 2, List.of(StoredRange.of(7, new LogIndex(8), new LogIndex(9))));
        bench.submitHeld("a");
        bench.submit(2, bench.insert("b"));
        await().until(() -> bench.events().contains("ahead 1-2 +8"));

        bench.target.release("a");
        bench.await();

        assertThat(bench.events()).endsWith("commit 2 -8");
    }

    @Test
    void whatMayHaveBeenCommittedIsNotTriedAgain() {
        bench.target.hold("a");
        bench.target.fail("ahead 1-2", new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "cut"));
        bench.submit(1, bench.insert("a"));
        bench.submit(2, bench.insert("b"));
        assertThatThrownBy(() -> bench.await()).hasMessageContaining("cut");

        bench.target.release("a");
        bench.scheduler.close();

        assertThat(bench.events().stream().filter("apply b"::equals)).hasSize(1);
    }

    private static ReplicationException refused() {
        return new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "refused");
    }
}
