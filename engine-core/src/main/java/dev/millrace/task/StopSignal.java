package dev.millrace.task;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Tells every thread of a task that it is to stop. Thread-safe. */
final class StopSignal implements BooleanSupplier {
    private final CountDownLatch raised = new CountDownLatch(1);

    void raise() {
        raised.countDown();
    }

    @Override
    public boolean getAsBoolean() {
        return raised.getCount() == 0;
    }

    /** Waits for the signal; true if it came in time. */
    boolean await(Duration timeout) throws InterruptedException {
        return raised.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
