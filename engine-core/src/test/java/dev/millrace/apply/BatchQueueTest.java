package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(10)
class BatchQueueTest {
    private final BatchQueue queue = new BatchQueue(100);

    @Test
    void aBatchLargerThanTheQueueStillFitsIntoAnEmptyOne() throws InterruptedException {
        ChangeBatch large = batch(1000);

        assertThat(queue.put(large)).isTrue();
        assertThat(queue.poll(Duration.ZERO)).isSameAs(large);
    }

    @Test
    void aFullQueueHoldsTheReaderBackUntilThereIsRoom() throws Exception {
        queue.put(batch(80));
        CompletableFuture<Boolean> second = put(batch(30));

        assertThat(second).isNotDone();
        queue.poll(Duration.ZERO);
        assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theReadersFailureComesBehindItsLastBatch() throws InterruptedException {
        ChangeBatch last = batch(1);
        queue.put(last);
        queue.fail(new ReplicationException(ErrorCode.SOURCE_CONNECTION_LOST, "cut"));

        assertThat(queue.poll(Duration.ZERO)).isSameAs(last);
        assertThatThrownBy(() -> queue.poll(Duration.ZERO)).hasMessage("cut");
    }

    @Test
    void closingLetsAWaitingReaderGo() throws Exception {
        queue.put(batch(100));
        CompletableFuture<Boolean> waiting = put(batch(100));

        queue.close();

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void batchesWithoutRowsTakeRoomToo() throws Exception {
        ChangeBatch heartbeat = new ChangeBatch(List.of(new ChangeEvent.Heartbeat(new LogIndex(1))), 0);
        queue.put(heartbeat);

        assertThat(put(heartbeat)).isNotDone();
        queue.close();
    }

    @Test
    void pollReturnsNothingWhenNothingComes() throws InterruptedException {
        assertThat(queue.poll(Duration.ofMillis(1))).isNull();
    }

    private CompletableFuture<Boolean> put(ChangeBatch batch) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return queue.put(batch);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static ChangeBatch batch(long bytes) {
        return new ChangeBatch(List.of(), bytes);
    }
}
