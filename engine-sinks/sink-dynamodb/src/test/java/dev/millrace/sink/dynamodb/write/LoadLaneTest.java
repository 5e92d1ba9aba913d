package dev.millrace.sink.dynamodb.write;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.sink.dynamodb.call.RequestPool;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class LoadLaneTest {
    private static final int ROWS = 25;

    private final RequestPool pool = new RequestPool("lane", 8);
    private final LoadLane lane = new LoadLane(pool, 2, 4 * ROWS);
    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void closePool() {
        pool.close();
    }

    private void request() {
        begun.incrementAndGet();
        permits.acquireUninterruptibly();
        ended.incrementAndGet();
    }

    private static void fails() {
        throw new ReplicationException(ErrorCode.TARGET_VALUE_REFUSED, "refused");
    }

    @Test
    void noMoreRequestsAreUnderWayThanAllowedThoughThePoolHasThreads() {
        for (int i = 0; i < 6; i++) {
            lane.add(this::request, ROWS);
        }
        for (int done = 0; done < 4; done++) {
            awaitBegun(done + 2);
            permits.release();
            awaitEnded(done + 1);
        }
        permits.release(2);
        lane.awaitAll();
        assertThat(ended).hasValue(6);
    }

    /** Two begin at once, each of the others only when one before it has ended. */
    private void awaitBegun(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> begun.get() >= count);
        assertThat(begun.get() - ended.get()).isLessThanOrEqualTo(2);
    }

    private void awaitEnded(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ended.get() >= count);
    }

    @Test
    void whoeverBringsMoreRowsThanMayWaitWaits() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            lane.add(this::request, ROWS);
        }
        CountDownLatch added = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            lane.add(this::request, ROWS);
            added.countDown();
        });
        writer.start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> writer.getState() == Thread.State.WAITING);
        assertThat(added.getCount()).isEqualTo(1);
        permits.release(7);
        writer.join();
        lane.awaitAll();
        assertThat(ended).hasValue(7);
    }

    @Test
    void aFailureIsToldOnceAndDropsWhatWaitsBehindIt() {
        lane.add(this::request, ROWS);
        lane.add(LoadLaneTest::fails, ROWS);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> begun.get() == 1);
        permits.release();
        failsWith(ErrorCode.TARGET_VALUE_REFUSED, lane::awaitAll);
        permits.release();
        lane.add(this::request, ROWS);
        lane.awaitAll();
        assertThat(ended).hasValue(2);
    }

    @Test
    void aClosedPoolLeavesNobodyWaiting() {
        lane.add(this::request, ROWS);
        lane.add(this::request, ROWS);
        lane.add(this::request, ROWS);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> begun.get() == 2);
        pool.close();
        permits.release(2);
        failsWith(ErrorCode.TARGET_CONNECTION_LOST, lane::awaitAll);
    }
}
