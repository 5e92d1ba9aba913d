package dev.millrace.apply;

import dev.millrace.config.ErrorSettings;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.spi.sink.ChangeLogWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.LoggedChange;
import dev.millrace.spi.sink.RefusedChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The thread of a record of the log: what it commits when, and what becomes of its failures. */
@Timeout(30)
class LogDispatchTest {
    private static final Checkpoint START = new Checkpoint("0", Instant.EPOCH);

    private final ApplyProgress progress = new ApplyProgress();
    private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private final Script writer = new Script();
    private final LogDispatch dispatch = dispatch(() -> writer);

    /** Makes nothing durable before it is told that it is the end. */
    private static final class Script implements ChangeLogWriter {
        private final List<String> moments = new CopyOnWriteArrayList<>();
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private volatile boolean waits;
        private volatile boolean fails;
        private volatile boolean closed;

        @Override
        public void append(LoggedChange change) {
            throw new AssertionError("batches are empty");
        }

        @Override
        public Checkpoint commit(Checkpoint reached, Moment moment) {
            moments.add(reached.position() + " " + moment);
            if (waits) {
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (fails) {
                throw new ReplicationException(ErrorCode.TARGET_CONNECTION_LOST, "cut");
            }
            return moment == Moment.END ? reached : START;
        }

        @Override
        public void record(RefusedChange refused) {
            throw new AssertionError("nothing is refused");
        }

        @Override
        public void suspend(TableId source, String reason) {
            throw new AssertionError("nothing is refused");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private LogDispatch dispatch(Supplier<ChangeLogWriter> writers) {
        return new LogDispatch(
                "task",
                writers,
                opened -> new LogApplication(
                        opened,
                        new Refusals(
                                opened, new RefusalPolicy(ErrorSettings.STOP_ALWAYS), StopAtRefusals.noneSuspended()),
                        START,
                        ending -> ending.position().covers(new LogIndex(9)),
                        ending -> acknowledged.add(((LogIndex) ending.position()).transactions()),
                        progress),
                () -> {},
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        writer.mayGoOn.countDown();
        dispatch.close();
    }

    @Test
    void whatIsHeldBackIsNotAcknowledgedBeforeTheEnd() {
        dispatch.submit(upTo(1));
        dispatch.submit(upTo(2));
        dispatch.drain(Set.of(new TableId("s", "t")));
        assertThat(acknowledged).isEmpty();

        dispatch.finish();

        assertThat(acknowledged).containsExactly(2L);
        assertThat(progress.durablePosition()).isEqualTo(new LogIndex(2));
        assertThat(writer.moments).containsExactly("1 BATCH", "2 BATCH", "2 END");
        assertThat(writer.closed).isTrue();
    }

    @Test
    void theGoalIsMadeDurableAtOnce() {
        dispatch.submit(upTo(9));

        await().atMost(Duration.ofSeconds(10)).until(() -> acknowledged.contains(9L));
    }

    @Test
    void idlenessIsToldOnlyWhenNothingIsUnderWay() {
        writer.waits = true;
        dispatch.submit(upTo(1));
        await().until(() -> writer.moments.contains("1 BATCH"));
        dispatch.idle();
        writer.waits = false;
        writer.mayGoOn.countDown();
        await().until(dispatch::isIdle);
        assertThat(writer.moments).containsExactly("1 BATCH");

        dispatch.idle();

        await().until(() -> writer.moments.contains("1 IDLE"));
    }

    @Test
    void aFailureIsThrownAtWhoGoesOn() {
        writer.fails = true;
        dispatch.submit(upTo(1));

        assertThatThrownBy(() -> {
                    while (true) {
                        dispatch.submit(upTo(2));
                    }
                })
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("cut");
        assertThatThrownBy(dispatch::finish).isInstanceOf(ReplicationException.class);
        assertThat(writer.closed).isTrue();
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void aRunThatFailedElsewhereFlushesNothing() {
        dispatch.submit(upTo(1));
        await().until(dispatch::isIdle);

        dispatch.close();

        assertThat(writer.moments).containsExactly("1 BATCH");
        assertThat(acknowledged).isEmpty();
        assertThat(writer.closed).isTrue();
    }

    @Test
    void aRunWithoutWorkOpensNoWriter() {
        List<String> opened = new ArrayList<>();
        try (LogDispatch unused = dispatch(() -> {
            opened.add("one");
            return writer;
        })) {
            unused.idle();
            unused.finish();
        }
        assertThat(opened).isEmpty();
    }

    private static Batch upTo(long position) {
        return Batch.checkpoint(new Batch.Ending(new LogIndex(position), Instant.EPOCH, position));
    }
}
