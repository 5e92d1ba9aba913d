package dev.millrace.task;

import dev.millrace.config.RetrySettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void doublesUpToTheCapAndThenGivesUp() {
        Backoff backoff = new Backoff(new RetrySettings(-1, SECOND, true, Duration.ofSeconds(3), true));

        assertThat(backoff.next()).contains(SECOND);
        assertThat(backoff.next()).contains(Duration.ofSeconds(2));
        assertThat(backoff.next()).isEmpty();
    }

    @Test
    void goesOnAtTheCapIfToldTo() {
        Backoff backoff = new Backoff(new RetrySettings(-1, SECOND, true, Duration.ofSeconds(3), false));

        assertThat(backoff.next()).contains(SECOND);
        assertThat(backoff.next()).contains(Duration.ofSeconds(2));
        assertThat(backoff.next()).contains(Duration.ofSeconds(3));
        assertThat(backoff.next()).contains(Duration.ofSeconds(3));
    }

    @Test
    void endsAfterTheCountedTries() {
        Backoff backoff = new Backoff(new RetrySettings(2, SECOND, false, SECOND, false));

        assertThat(backoff.next()).contains(SECOND);
        assertThat(backoff.next()).contains(SECOND);
        assertThat(backoff.next()).isEmpty();
        assertThat(backoff.tries()).isEqualTo(2);

        backoff.reset();
        assertThat(backoff.next()).contains(SECOND);
    }

    @Test
    void zeroTriesMeansNever() {
        assertThat(new Backoff(new RetrySettings(0, SECOND, true, SECOND, false)).next())
                .isEmpty();
    }
}
