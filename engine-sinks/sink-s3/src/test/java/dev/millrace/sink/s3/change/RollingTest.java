package dev.millrace.sink.s3.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RollingTest {
    private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00Z");
    private static final Rolling ROLLING = new Rolling(1000, Duration.ofSeconds(60), 1 << 20);

    @Test
    void endsAFileThatIsLargeOrOld() {
        assertThat(ROLLING.endsBefore(999, FIRST, FIRST.plusMillis(59_999))).isFalse();
        assertThat(ROLLING.endsBefore(1000, FIRST, FIRST)).isTrue();
        assertThat(ROLLING.endsBefore(1, FIRST, FIRST.plusSeconds(60))).isTrue();
        assertThat(ROLLING.endsBefore(999, FIRST, FIRST.minusSeconds(3600))).isFalse();
    }

    /** Commit times need not be in order. */
    @Property(tries = 300)
    void aRunThatBeginsAgainAtACutCutsAlike(@ForAll long seed) {
        Random random = new Random(seed);
        List<Long> times = new ArrayList<>();
        long time = 0;
        for (int i = 0; i < 100; i++) {
            time = Math.max(0, time + random.nextInt(30) - 5);
            times.add(time);
        }
        List<Integer> cuts = cuts(times, 0);
        int restart = cuts.get(random.nextInt(cuts.size()));

        assertThat(cuts(times, restart))
                .isEqualTo(cuts.stream().filter(cut -> cut >= restart).toList());
    }

    /** Where files begin, if each change has 90 bytes. */
    private static List<Integer> cuts(List<Long> times, int from) {
        List<Integer> cuts = new ArrayList<>(List.of(from));
        Instant first = FIRST.plusSeconds(times.get(from));
        long bytes = 0;
        for (int i = from; i < times.size(); i++) {
            Instant commitTime = FIRST.plusSeconds(times.get(i));
            if (bytes > 0 && ROLLING.endsBefore(bytes, first, commitTime)) {
                cuts.add(i);
                first = commitTime;
                bytes = 0;
            }
            bytes += 90;
        }
        return cuts;
    }
}
