package dev.millrace.task;

import dev.millrace.config.RetrySettings;
import java.time.Duration;
import java.util.Optional;

/** How long to wait before the next try, by DMS's {@code RecoverableError*} settings. Not thread-safe. */
final class Backoff {
    private final RetrySettings settings;
    private int tries;
    private Duration wait;

    Backoff(RetrySettings settings) {
        this.settings = settings;
        this.wait = settings.interval();
    }

    /** The next wait; empty if there is to be no further try. */
    Optional<Duration> next() {
        if (settings.count() >= 0 && tries >= settings.count()) {
            return Optional.empty();
        }
        boolean longest = wait.compareTo(settings.throttlingMaximum()) >= 0;
        if (settings.throttling() && longest && settings.stopAfterThrottlingMaximum()) {
            return Optional.empty();
        }
        tries++;
        Duration current = wait;
        if (settings.throttling()) {
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(settings.throttlingMaximum()) > 0 ? settings.throttlingMaximum() : doubled;
        }
        return Optional.of(current);
    }

    /** Which try the last {@link #next} announced. */
    int tries() {
        return tries;
    }

    /** Things went well for a while: the next trouble is a new one. */
    void reset() {
        tries = 0;
        wait = settings.interval();
    }
}
