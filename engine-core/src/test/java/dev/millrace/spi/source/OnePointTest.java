package dev.millrace.spi.source;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class OnePointTest {
    private final OnePoint<String> point =
            new OnePoint<>(new TableId("shop", "items"), SnapshotWindow.exactly(new Place()), List.of("one", "two"));

    private record Place() implements SourcePosition {
        @Override
        public String encode() {
            return "here";
        }

        @Override
        public boolean covers(SourcePosition other) {
            return true;
        }
    }

    @Test
    void whoFindsNoneIdleWaitsForOneThatIsGivenBack() throws Exception {
        assertThat(List.of(point.take(), point.take())).containsExactlyInAnyOrder("one", "two");
        FutureTask<String> third = waiting(point::take);
        point.giveBack("two");
        assertThat(third.get()).isEqualTo("two");
    }

    @Test
    void whoWaitsIsToldWhenTheLastSessionIsLost() throws Exception {
        point.take();
        point.take();
        FutureTask<String> third = waiting(point::take);
        point.lose();
        assertThat(third.isDone()).isFalse();
        point.lose();
        assertNoneIsLeft(third);
    }

    @Test
    void endGivesUpIdleSessionsAndNobodyWaitsForThem() throws Exception {
        String taken = point.take();
        FutureTask<String> second = waiting(point::take);
        second.get();
        point.giveBack(taken);
        assertThat(point.end()).containsExactly(taken);
        FutureTask<String> late = waiting(point::take);
        point.lose();
        assertNoneIsLeft(late);
    }

    private static FutureTask<String> waiting(Callable<String> take) {
        FutureTask<String> task = new FutureTask<>(take);
        Thread thread = new Thread(task, "taker");
        thread.start();
        Awaitility.await()
                .until(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TERMINATED);
        return task;
    }

    private static void assertNoneIsLeft(FutureTask<String> taker) {
        assertThatThrownBy(taker::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CONNECTION_LOST))
                .hasMessageContaining("shop.items");
    }
}
