package dev.millrace.testing.fault;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Injects faults into some proxies at random: waits, does one fault to one of them, heals it, and so on until closed. What it does
 * and in which order follows from the seed alone; when depends on the clock.
 */
public final class RandomFaults implements AutoCloseable {

    private static final Duration LONGEST_FAULT = Duration.ofMillis(1500);
    private static final int LARGEST_TRUNCATION = 200_000;

    private final List<FaultProxy> proxies;
    private final Random random;
    private final Duration meanPause;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger injected = new AtomicInteger();
    private final Thread thread;

    private RandomFaults(List<FaultProxy> proxies, long seed, Duration meanPause) {
        this.proxies = List.copyOf(proxies);
        this.random = new Random(seed);
        this.meanPause = meanPause;
        this.thread = new Thread(this::injectAll, "random-faults");
    }

    /** Starts injecting, with pauses of this length on average, and prints the seed. */
    public static RandomFaults start(List<FaultProxy> proxies, long seed, Duration meanPause) {
        System.out.println("random faults: seed " + seed);
        RandomFaults faults = new RandomFaults(proxies, seed, meanPause);
        faults.thread.setDaemon(true);
        faults.thread.start();
        return faults;
    }

    /** How many faults there were so far. */
    public int injected() {
        return injected.get();
    }

    /** Ends the fault of the moment, and injects no more. */
    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException restoredBelow) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void injectAll() {
        try {
            while (!closing.await((long) (meanPause.toMillis() * 2 * random.nextDouble()), TimeUnit.MILLISECONDS)) {
                FaultProxy proxy = proxies.get(random.nextInt(proxies.size()));
                inject(proxy, Kind.values()[random.nextInt(Kind.values().length)]);
                injected.incrementAndGet();
                closing.await(random.nextInt((int) LONGEST_FAULT.toMillis()), TimeUnit.MILLISECONDS);
                proxy.heal();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            proxies.forEach(FaultProxy::heal);
        }
    }

    private void inject(FaultProxy proxy, Kind kind) {
        switch (kind) {
            case CUT -> proxy.cutAll();
            case CUT_AND_REFUSE -> {
                proxy.refuseNewConnections();
                proxy.cutAll();
            }
            case TRUNCATE -> proxy.truncateAfter(random.nextInt(LARGEST_TRUNCATION));
            case DELAY -> proxy.delay(Duration.ofMillis(random.nextInt(50)));
            case THROTTLE -> proxy.throttle(10_000 + random.nextInt(500_000));
            case STALL -> proxy.stall();
        }
    }

    private enum Kind {
        CUT,
        CUT_AND_REFUSE,
        TRUNCATE,
        DELAY,
        THROTTLE,
        STALL
    }
}
