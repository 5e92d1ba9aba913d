package dev.millrace.examples.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The speed of a growing count over its last seconds. Not thread-safe. */
final class Speed {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private record Sample(Duration at, long count) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes a sample; times must not go back. */
    void sample(Duration at, long count) {
        samples.addLast(new Sample(at, count));
        while (samples.size() > 2 && at.minus(samples.getFirst().at()).compareTo(WINDOW) > 0) {
            samples.removeFirst();
        }
    }

    /** Counts per second; 0 until there are two samples. */
    double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        double seconds = last.at().minus(first.at()).toNanos() / 1e9;
        return seconds <= 0 ? 0 : Math.max(0, (last.count() - first.count()) / seconds);
    }
}
