package dev.millrace.apply;

import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerCountTest {
    private static final int CHANGES = 1000;

    private long nanos;

    @Test
    void aNumberOfTheTaskStays() {
        WorkerCount count = count(3);

        run(count, workers -> workers * 100.0, Duration.ofMinutes(5));

        assertThat(count.current()).isEqualTo(3);
        assertThat(count.most()).isEqualTo(3);
    }

    @Test
    void itBeginsWithTwo() {
        assertThat(count(0).current()).isEqualTo(2);
    }

    @Test
    void itGrowsAsLongAsThatIsWorthIt() {
        WorkerCount count = count(0);

        run(count, workers -> Math.min(workers, 6) * 100.0, Duration.ofSeconds(50));

        assertThat(count.current()).isEqualTo(8);
    }

    @Test
    void whatGainsLessThanAFifthIsGivenUp() {
        WorkerCount count = count(0);

        run(count, workers -> 200 + workers * 10.0, Duration.ofSeconds(50));

        assertThat(count.current()).isEqualTo(2);
    }

    @Test
    void itNeverPassesTheMostThatIsMeasured() {
        WorkerCount count = count(0);

        run(count, workers -> workers * 100.0, Duration.ofMinutes(10));

        assertThat(count.current()).isEqualTo(WorkerCount.MOST_MEASURED);
    }

    @Test
    void whatWasGivenUpIsTriedAgainWhenTheTargetHasChanged() {
        WorkerCount count = count(0);
        run(count, workers -> 200.0, Duration.ofSeconds(30));
        assertThat(count.current()).isEqualTo(2);

        run(count, workers -> workers * 100.0, Duration.ofMinutes(3));

        assertThat(count.current()).isGreaterThan(2);
    }

    @Test
    void aTargetThatIsFasterThanTheReaderIsNotMeasured() {
        WorkerCount count = count(0);
        for (int i = 0; i < 1000; i++) {
            nanos += Duration.ofMillis(100).toNanos();
            count.heldUp();
            count.applied(CHANGES);
            count.notHeldUp();
        }

        assertThat(count.current()).isEqualTo(2);
    }

    private WorkerCount count(int workers) {
        return WorkerCount.of(workers, () -> nanos);
    }

    /** Batches of a target that takes so many thousands of changes per second with so many workers. */
    private void run(WorkerCount count, IntToDoubleFunction rate, Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            count.heldUp();
            nanos += (long) (1e9 / rate.applyAsDouble(count.current()));
            count.applied(CHANGES);
        }
    }
}
