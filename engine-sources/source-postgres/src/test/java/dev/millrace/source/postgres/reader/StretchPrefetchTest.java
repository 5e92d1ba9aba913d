package dev.millrace.source.postgres.reader;

import dev.millrace.spi.EndpointSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the receiving thread hands over, how far it goes ahead, and how it ends. */
final class StretchPrefetchTest {
    private static final long MB = 1 << 20;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final SlotState FAR = new SlotState(0, 0, 1000 * MB);
    private static final String THREAD = "prefetch-test/reader-bulk";

    private final ReadPolicy policy = ReadPolicy.of(EndpointSettings.none());
    private final ScriptedCalls calls = new ScriptedCalls();
    private final StretchPrefetch prefetch = new StretchPrefetch(calls, FAR, policy, 2 * MB, THREAD);

    @AfterEach
    void close() {
        prefetch.close();
        assertThat(isRunning()).isFalse();
    }

    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(THREAD));
    }

    private static SlotState at(long megabytes) {
        return new SlotState(0, megabytes * MB, 1000 * MB);
    }

    private static byte[][] messages(int count, int size) {
        return IntStream.range(0, count).mapToObj(i -> new byte[size]).toArray(byte[][]::new);
    }

    private Slab take() throws SQLException {
        Slab slab = prefetch.take(PATIENCE);
        assertThat(slab).isNotNull();
        return slab;
    }

    @Test
    void messagesComeInOrderAndEachCallEndsWithItsState() throws SQLException {
        byte[][] first = messages(3000, 1000);
        byte[][] third = messages(2, 10);
        calls.call(at(1), first).call(at(2)).call(at(990), third);
        List<byte[]> taken = new ArrayList<>();
        List<SlotState> ends = new ArrayList<>();
        while (ends.size() < 3) {
            Slab slab = take();
            assertThat(slab.bytes()).isLessThan(300 << 10);
            taken.addAll(slab.messages());
            if (slab.end() != null) {
                ends.add(slab.end());
            }
            assertThat(taken.size()).isEqualTo(ends.isEmpty() ? taken.size() : ends.size() < 3 ? 3000 : 3002);
        }
        List<byte[]> sent = new ArrayList<>(List.of(first));
        sent.addAll(List.of(third));
        assertThat(IntStream.range(0, 3002).allMatch(i -> taken.get(i) == sent.get(i)))
                .isTrue();
        assertThat(ends).containsExactly(at(1), at(2), at(990));
    }

    @Test
    void noCallIsMadeOnceThePolicyIsForTheStream() throws SQLException {
        calls.call(at(1)).call(at(990)).call(at(995));
        assertThat(take().end()).isEqualTo(at(1));
        assertThat(take().end()).isEqualTo(at(990));
        Awaitility.await().until(() -> !isRunning());
        assertThat(calls.begun).hasValue(2);
        assertThat(prefetch.take(0)).isNull();
    }

    @Test
    void goesAheadUpToItsCapacity() throws SQLException {
        calls.call(at(1), messages(10_000, 1000));
        take();
        Awaitility.await().until(this::waitsForRoom);
        assertThat(calls.received.get() * 1024L).isBetween(MB, 2 * MB + 3 * (257L << 10));
        int before = calls.received.get();
        take();
        Awaitility.await().until(() -> calls.received.get() > before);
    }

    private boolean waitsForRoom() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(entry -> entry.getKey().getName().equals(THREAD)
                        && entry.getKey().getState() == Thread.State.WAITING);
    }

    @Test
    void aFailureComesBehindWhatWasReceivedAndStays() throws SQLException {
        SQLException lost = new SQLException("lost", "08006");
        calls.call(at(1), messages(1, 10)).thenFail(lost);
        assertThat(take().messages()).hasSize(1);
        assertThatThrownBy(this::take).isSameAs(lost);
        assertThatThrownBy(() -> prefetch.take(0)).isSameAs(lost);
    }

    @Test
    void endsWhileItWaitsForRoom() throws SQLException {
        calls.call(at(1), messages(10_000, 1000));
        take();
        Awaitility.await().until(this::waitsForRoom);
        requirePromptEnd();
        assertThatThrownBy(() -> prefetch.take(PATIENCE))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        closed -> assertThat(closed.getSQLState()).startsWith("08"));
    }

    @Test
    void endsWhileACallWaitsForTheServer() throws Exception {
        assertThat(prefetch.take(0)).isNull();
        calls.hanging.await();
        requirePromptEnd();
    }

    @Test
    void endsBeforeItsFirstCall() {
        prefetch.close();
        assertThatThrownBy(() -> prefetch.take(PATIENCE)).isInstanceOf(SQLException.class);
    }

    private void requirePromptEnd() {
        assertThat(isRunning()).isTrue();
        long from = System.nanoTime();
        prefetch.close();
        assertThat(isRunning()).isFalse();
        assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void anInterruptedReaderGetsNothingAndStaysInterrupted() throws SQLException {
        Thread.currentThread().interrupt();
        assertThat(prefetch.take(PATIENCE)).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }
}
