package dev.millrace.testing.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The faults in force, and the waiting they ask for. Shared by all connections of a proxy. */
final class Faults {

    private static final long UNLIMITED = Long.MAX_VALUE;

    private boolean refusing;
    private boolean stalled;
    private Duration delay = Duration.ZERO;
    private long bytesPerSecond = UNLIMITED;
    private long remainingBytes = UNLIMITED;
    private int healings;

    synchronized void refuse(boolean refuse) {
        refusing = refuse;
    }

    synchronized boolean isRefusing() {
        return refusing;
    }

    synchronized void stall(boolean stall) {
        stalled = stall;
        notifyAll();
    }

    synchronized void delay(Duration wanted) {
        delay = wanted;
    }

    synchronized void throttle(long wanted) {
        if (wanted <= 0) {
            throw new IllegalArgumentException("bytesPerSecond is " + wanted + "; stall() forwards nothing at all");
        }
        bytesPerSecond = wanted;
    }

    synchronized void truncateAfter(long bytes) {
        remainingBytes = bytes;
    }

    synchronized void heal() {
        refusing = false;
        stalled = false;
        delay = Duration.ZERO;
        bytesPerSecond = UNLIMITED;
        remainingBytes = UNLIMITED;
        healings++;
        notifyAll();
    }

    /** Waits as the faults demand before a block is forwarded, until they are healed at the latest. */
    synchronized void holdBack(int bytes) throws InterruptedException {
        int seen = healings;
        long deadline = System.nanoTime() + waitingNanos(bytes);
        for (long left = deadline - System.nanoTime();
                left > 0 && seen == healings;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        while (stalled) {
            wait();
        }
    }

    private long waitingNanos(int bytes) {
        long throttling = bytesPerSecond == UNLIMITED ? 0 : TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
        return delay.toNanos() + throttling;
    }

    /** How many of these bytes may still be forwarded; if fewer, the connection is to be cut, and the truncation is spent. */
    synchronized int admit(int bytes) {
        if (remainingBytes == UNLIMITED) {
            return bytes;
        }
        int admitted = (int) Math.min(bytes, remainingBytes);
        remainingBytes = admitted < bytes ? UNLIMITED : remainingBytes - admitted;
        return admitted;
    }
}
