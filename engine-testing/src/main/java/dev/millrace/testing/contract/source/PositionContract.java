package dev.millrace.testing.contract.source;

import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** A reader that starts at a position tells exactly what is behind it, however often it is stopped and whatever was acknowledged. */
public abstract class PositionContract extends SourceTopic {

    private SourcePosition again(SourcePosition position) {
        return source.parsePosition(position.encode());
    }

    private void insertOneByOne(TableSchema items, int from, int to) {
        try (SourceWriter writer = fixture.openWriter()) {
            for (int i = from; i < to; i++) {
                writer.insert(items, items(i, i + 1));
                writer.commit();
            }
        }
    }

    private static List<String> inserts(int from, int to) {
        return items(from, to).stream().map(row -> "insert items " + row).toList();
    }

    @Test
    void positionsAreReadBackFromTheirText() {
        TableSchema items = createItems();
        List<SourcePosition> positions = new ArrayList<>();
        try (Snapshot snapshot = source.openSnapshot(List.of(items), true)) {
            positions.add(snapshot.start());
        }
        SourcePosition start = positions.get(0);
        insertOneByOne(items, 0, 3);
        positions.add(source.currentPosition());
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            Log.until(
                    reader,
                    source.currentPosition(),
                    event -> Log.position(event).ifPresent(positions::add));
        }
        assertThat(positions).hasSizeGreaterThan(4).allSatisfy(position -> {
            assertThat(again(position)).isEqualTo(position).hasSameHashCodeAs(position);
            assertThat(position.covers(again(position))).isTrue();
            assertThat(again(position).encode()).isEqualTo(position.encode());
        });
        failsWith(ErrorCode.START_POSITION_INVALID, () -> source.parsePosition("no position at all"));
    }

    @Test
    void positionsAreOrderedAsTheirCommits() {
        TableSchema items = createItems();
        SourcePosition before = capture(items);
        insertOneByOne(items, 0, 5);
        List<TransactionCommit> commits = Log.only(TransactionCommit.class, read(before, items));
        for (TransactionCommit commit : commits) {
            assertThat(commit.position().covers(before)).isTrue();
            assertThat(before.covers(commit.position())).isFalse();
            before = commit.position();
        }
        assertThat(source.currentPosition().covers(before)).isTrue();
    }

    /** By its begin a transaction is known again that was committed ahead of the checkpoint, wherever the reader started. */
    @Test
    void beginsLieBetweenTheCommitBeforeAndTheirOwn() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        insertOneByOne(items, 0, 5);
        List<SourcePosition> ends = new ArrayList<>(List.of(start));
        Log.only(TransactionCommit.class, read(start, items)).forEach(commit -> ends.add(again(commit.position())));
        for (int from = 0; from < 5; from++) {
            List<TransactionBegin> begins = Log.only(TransactionBegin.class, read(ends.get(from), items));
            assertThat(begins).hasSize(5 - from);
            for (int i = from; i < 5; i++) {
                SourcePosition begin = begins.get(i - from).position();
                for (int end = 0; end <= 5; end++) {
                    assertThat(ends.get(end).covers(begin))
                            .as("read from %s, the end of transaction %s covers the begin of %s", from, end, i + 1)
                            .isEqualTo(end > i);
                }
            }
        }
    }

    @Test
    void currentPositionCoversWhatWasCommittedBeforeAndNothingLater() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        List<SourcePosition> between = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            insertOneByOne(items, i, i + 1);
            between.add(source.currentPosition());
        }
        List<TransactionCommit> commits = Log.only(TransactionCommit.class, read(start, items));
        for (int i = 0; i < 5; i++) {
            for (int k = 0; k < 5; k++) {
                assertThat(between.get(i).covers(commits.get(k).position()))
                        .as("the position after commit %s covers commit %s", i, k)
                        .isEqualTo(k <= i);
            }
        }
    }

    @Test
    void currentPositionMayBeAskedByAnyThread() throws ExecutionException, InterruptedException {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                asking.add(threads.submit(() -> {
                    for (int k = 0; k < 20; k++) {
                        assertThat(source.currentPosition().covers(start)).isTrue();
                    }
                }));
            }
            insertOneByOne(items, 0, 20);
            assertThat(Log.changes(Log.until(reader, source.currentPosition())))
                    .containsExactlyElementsOf(inserts(0, 20));
            for (Future<?> each : asking) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void readerGoesOnBehindAnyCommitAndAnyPlaceBetween() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        List<SourcePosition> between = new ArrayList<>(List.of(start));
        for (int i = 0; i < 5; i++) {
            insertOneByOne(items, i, i + 1);
            between.add(source.currentPosition());
        }
        List<TransactionCommit> commits = Log.only(TransactionCommit.class, read(start, items));
        for (int i = 0; i <= 5; i++) {
            assertThat(Log.changes(read(again(between.get(i)), items)))
                    .as("behind the place after transaction %s", i)
                    .containsExactlyElementsOf(inserts(i, 5));
            if (i < 5) {
                assertThat(Log.changes(read(again(commits.get(i).position()), items)))
                        .as("behind commit %s", i)
                        .containsExactlyElementsOf(inserts(i + 1, 5));
            }
        }
    }

    /** Kill it anywhere (law 2): the target is as far as some transaction, and the source was told that or less. */
    @Test
    void restartsNeitherLoseNorRepeatWhateverWasAcknowledged() {
        TableSchema items = createItems();
        SourcePosition from = capture(items);
        insertOneByOne(items, 0, 40);
        SourcePosition end = source.currentPosition();
        List<String> seen = new ArrayList<>();
        Random random = new Random(1);
        while (!from.covers(end)) {
            int transactions = 1 + random.nextInt(5);
            try (Source restarted = random.nextInt(4) == 0 ? open(TASK) : null;
                    ChangeReader reader =
                            (restarted == null ? source : restarted).openReader(again(from), List.of(items))) {
                List<ChangeEvent> open = new ArrayList<>();
                for (ChangeEvent event : Log.until(reader, end)) {
                    open.add(event);
                    if (event instanceof TransactionCommit commit) {
                        seen.addAll(Log.changes(open));
                        open.clear();
                        from = commit.position();
                        if (random.nextBoolean()) {
                            reader.acknowledge(from);
                        }
                        if (--transactions == 0) {
                            break;
                        }
                    }
                }
                if (transactions > 0) {
                    from = end;
                }
            }
        }
        assertThat(seen).containsExactlyElementsOf(inserts(0, 40));
    }

    @Test
    void placeBeforeWhatWasAcknowledgedIsReadWithoutGapOrRefused() {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        insertOneByOne(items, 0, 10);
        SourcePosition end = source.currentPosition();
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            Log.until(reader, end);
            reader.acknowledge(end);
        }
        insertOneByOne(items, 10, 12);
        assertThat(Log.changes(read(end, items))).containsExactlyElementsOf(inserts(10, 12));
        try {
            assertThat(Log.changes(read(start, items))).containsExactlyElementsOf(inserts(0, 12));
        } catch (ReplicationException refused) {
            assertThat(refused.code().category()).isEqualTo(ErrorCategory.SOURCE_FATAL);
        }
    }

    @Test
    void anyThreadMayAcknowledgeWhileAnotherPolls() throws ExecutionException, InterruptedException {
        TableSchema items = createItems();
        SourcePosition start = capture(items);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ChangeReader reader = source.openReader(start, List.of(items))) {
            insertOneByOne(items, 0, 30);
            List<Future<?>> acknowledged = new ArrayList<>();
            List<ChangeEvent> events = new ArrayList<>();
            Log.until(reader, source.currentPosition(), event -> {
                events.add(event);
                Log.position(event)
                        .ifPresent(position -> acknowledged.add(thread.submit(() -> reader.acknowledge(position))));
            });
            for (Future<?> each : acknowledged) {
                each.get();
            }
            assertThat(Log.changes(events)).containsExactlyElementsOf(inserts(0, 30));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void captureBeginsNowOrAtAPosition() {
        TableSchema items = createItems();
        insertOneByOne(items, 0, 2);
        SourcePosition start = capture(items);
        insertOneByOne(items, 2, 4);
        assertThat(Log.changes(read(start, items))).containsExactlyElementsOf(inserts(2, 4));
        SourcePosition between = source.currentPosition();
        insertOneByOne(items, 4, 6);
        SourcePosition at = source.beginCapture(List.of(items), new CaptureStart.At(between));
        assertThat(Log.changes(read(at, items))).containsExactlyElementsOf(inserts(4, 6));
    }

    @Test
    void captureBeginsAtATimeOrThatIsRefused() throws InterruptedException {
        TableSchema items = createItems();
        insertOneByOne(items, 0, 2);
        Thread.sleep(Duration.ofMillis(2100).toMillis());
        Instant time = Instant.now();
        Thread.sleep(Duration.ofMillis(1100).toMillis());
        insertOneByOne(items, 2, 4);
        SourcePosition start;
        try {
            start = source.beginCapture(List.of(items), new CaptureStart.Since(time));
        } catch (ReplicationException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.START_POSITION_INVALID);
            return;
        }
        assertThat(Log.changes(read(start, items))).containsExactlyElementsOf(inserts(2, 4));
    }
}
