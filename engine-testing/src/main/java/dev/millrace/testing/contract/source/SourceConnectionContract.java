package dev.millrace.testing.contract.source;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCategory.SOURCE_TRANSIENT;
import static dev.millrace.error.ErrorCode.SOURCE_AUTHENTICATION_FAILED;
import static dev.millrace.error.ErrorCode.SOURCE_UNREACHABLE;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Networks fail and sources are closed at any moment: nothing waits forever, nothing is left behind, and reading goes on (law 8). */
public abstract class SourceConnectionContract extends SourceTopic {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void failuresToConnectAreToldApart() {
        failsWith(SOURCE_UNREACHABLE, fixture::openWithoutServer);
        failsWith(SOURCE_AUTHENTICATION_FAILED, fixture::openWithWrongPassword);
    }

    /** Either this reader goes on by itself, or it says that another has to. */
    @Test
    void readingGoesOnWithoutGapAfterALostConnection() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        write(writer -> writer.insert(items, items(0, 2)));
        SourcePosition seen = source.currentPosition();
        List<String> rest;
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            assertThat(Log.changes(Log.until(reader, seen))).hasSize(2);
            fixture.cutConnections();
            write(writer -> writer.insert(items, items(2, 4)));
            rest = Log.changes(Log.until(reader, tried(() -> source.currentPosition())));
        } catch (ReplicationException lost) {
            assertThat(lost.code().category()).as(lost.getMessage()).isEqualTo(SOURCE_TRANSIENT);
            rest = Log.changes(tried(() -> read(seen, items)));
        }
        assertThat(rest).containsExactly("insert items [2, item 2]", "insert items [3, item 3]");
    }

    @Test
    void lostConnectionOfASnapshotIsToldAndANewSnapshotIsRead() {
        TableSchema items = createItems();
        write(writer -> writer.insert(items, items(0, 50_000)));
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            Chunk chunk =
                    snapshot.plan(items, new ChunkPolicy.Planned(1_000_000)).get(0);
            try (ChunkReader reader = snapshot.read(items, chunk)) {
                reader.next(1, 1);
                fixture.cutConnections();
                failsWith(SOURCE_TRANSIENT, () -> readForever(reader));
            }
        }
        try (Snapshot snapshot = tried(() -> source.openSnapshot(List.of(items), true))) {
            assertThat(Chunks.rows(snapshot, items, snapshot.plan(items, new ChunkPolicy.Planned(10_000))))
                    .hasSize(50_000);
        }
    }

    /** A call that may fail for a time: it is made again, as the engine does. */
    private static <T> T tried(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (ReplicationException failure) {
                if (!failure.isRetryable() || attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    @Test
    void closeWakesAReaderThatWaits() throws ExecutionException, InterruptedException, TimeoutException {
        TableSchema items = createItems();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            ChangeReader reader = source.openReader(capture(items), List.of(items));
            Future<?> polling = thread.submit(() -> pollUntilNothing(reader));
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            closeWithinTheLimit(reader);
            assertEnds(polling);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void closeInTheMiddleOfALargeTransactionFreesTheLog() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        write(writer -> writer.insert(items, items(0, 40_000)));
        ChangeReader reader = source.openReader(start, List.of(items));
        await().atMost(LONG)
                .until(() -> !reader.poll(Duration.ofSeconds(1)).events().isEmpty());
        closeWithinTheLimit(reader);
        assertThat(Log.changes(read(start, items))).hasSize(40_000);
    }

    @Test
    void closeLeavesNothingBehind() {
        TableSchema items = createItems();
        write(writer -> writer.insert(items, items(0, 5000)));
        Snapshot snapshot = source.openSnapshot(List.of(items), true);
        Chunk chunk = snapshot.plan(items, new ChunkPolicy.Planned(1_000_000)).get(0);
        snapshot.read(items, chunk).next(1, 1);
        ChangeReader reader = source.openReader(snapshot.start(), List.of(items));
        reader.poll(Duration.ofMillis(100));
        closeWithinTheLimit(source);
        reader.close();
        snapshot.close();
        await().atMost(LONG).until(() -> !fixture.holdsConnections());
    }

    @Test
    void closeEndsReadersThatWaitForADeadNetwork() throws ExecutionException, InterruptedException, TimeoutException {
        TableSchema items = createItems();
        write(writer -> writer.insert(items, items(0, 50_000)));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Snapshot snapshot = source.openSnapshot(List.of(items), true);
            Chunk chunk =
                    snapshot.plan(items, new ChunkPolicy.Planned(1_000_000)).get(0);
            ChunkReader rows = snapshot.read(items, chunk);
            rows.next(1, 1);
            ChangeReader reader = source.openReader(snapshot.start(), List.of(items));
            fixture.stallConnections();
            Future<?> reading = threads.submit(() -> readForever(rows));
            Future<?> polling = threads.submit(() -> pollUntilNothing(reader));
            Future<?> asking = threads.submit(() -> source.currentPosition());
            closeWithinTheLimit(source);
            assertEnds(reading);
            assertEnds(polling);
            assertEnds(asking);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void endOfCaptureRemovesWhatWasSetUpAndMayBeSaidTwice() {
        TableSchema items = createItems();
        source.endCapture();
        SourcePosition start = capture(items);
        write(writer -> writer.insert(items, items(0, 1)));
        assertThat(Log.changes(read(start, items))).hasSize(1);
        source.endCapture();
        source.endCapture();
        assertThat(fixture.captured()).isEmpty();
        SourcePosition anew = capture(items);
        write(writer -> writer.insert(items, items(1, 2)));
        assertThat(Log.changes(read(anew, items))).containsExactly("insert items [1, item 1]");
        source.endCapture();
        assertThat(fixture.captured()).isEmpty();
    }

    private static void readForever(ChunkReader reader) {
        while (!reader.next(1000, 1 << 20).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** A closed reader may give nothing or fail, but must not wait. */
    private static void pollUntilNothing(ChangeReader reader) {
        while (!reader.poll(LONG).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static void assertEnds(Future<?> waiting)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            waiting.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            assertThat(failure.getCause()).isInstanceOf(ReplicationException.class);
        }
    }

    private static void closeWithinTheLimit(AutoCloseable closed) {
        long begun = System.nanoTime();
        try {
            closed.close();
            closed.close();
        } catch (Exception failure) {
            throw new AssertionError("closing fails", failure);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
    }
}
