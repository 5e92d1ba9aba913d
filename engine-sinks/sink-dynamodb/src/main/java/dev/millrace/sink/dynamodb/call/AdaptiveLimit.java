package dev.millrace.sink.dynamodb.call;

import java.time.Duration;

/**
 * How many requests may be under way at once: a few more while the service takes them, half as many when it asks to slow down.
 * Thread-safe.
 */
final class AdaptiveLimit {
    /** Requests that were sent together are told to slow down together; that counts once. */
    private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

    private final int most;
    private double allowed;
    private int underWay;
    private long halvedAt;

    AdaptiveLimit(int most) {
        this.most = most;
        this.allowed = most;
        this.halvedAt = System.nanoTime() - PAUSE_NANOS;
    }

    /** Waits until one more may be under way. */
    synchronized void enter() throws InterruptedException {
        while (underWay >= (int) allowed) {
            wait();
        }
        underWay++;
    }

    synchronized void passed() {
        allowed = Math.min(most, allowed + 1 / allowed);
        left();
    }

    synchronized void throttled() {
        slowDown();
        left();
    }

    /** Something else was wrong, which says nothing about the pace. */
    synchronized void failed() {
        left();
    }

    /** The service has taken a part of a request only. */
    synchronized void slowDown() {
        long now = System.nanoTime();
        if (now - halvedAt >= PAUSE_NANOS) {
            allowed = Math.max(1, allowed / 2);
            halvedAt = now;
        }
    }

    synchronized int allowed() {
        return (int) allowed;
    }

    private void left() {
        underWay--;
        notifyAll();
    }
}
