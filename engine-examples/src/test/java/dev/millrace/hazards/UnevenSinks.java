package dev.millrace.hazards;

import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import dev.millrace.testing.contract.Intercepted;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * The real sinks, with every third target transaction held up before it begins, so that later ones overtake it wherever the engine lets them.
 * Thread-safe.
 */
final class UnevenSinks {
    private static final int SLOW_EVERY = 3;
    private static final int SLOW_MILLIS = 5;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    List<SinkFactory> factories() {
        return StreamSupport.stream(ServiceLoader.load(SinkFactory.class).spliterator(), false)
                .map(factory -> Intercepted.of(SinkFactory.class, factory, this::opened))
                .toList();
    }

    /** How many target transactions with changes there were. */
    int transactions() {
        return begun.get();
    }

    /** How many of them were open at one moment. */
    int mostAtOnce() {
        return mostOpen.get();
    }

    private @Nullable Object opened(Intercepted.Call call) {
        @Nullable Object result = call.proceed();
        return result instanceof Sink sink ? Intercepted.of(Sink.class, sink, this::writing) : result;
    }

    private @Nullable Object writing(Intercepted.Call call) {
        @Nullable Object result = call.proceed();
        if (!call.name().equals("openChangeWriter")) {
            return result;
        }
        UnevenWriter uneven = new UnevenWriter();
        return Intercepted.of(ChangeWriter.class, (ChangeWriter) requireNonNull(result, "no writer"), uneven::call);
    }

    /** One writer; belongs to one thread. */
    private final class UnevenWriter {
        private boolean inTransaction;

        @Nullable
        Object call(Intercepted.Call call) {
            switch (call.name()) {
                case "apply" -> begin();
                case "commit", "commitAhead", "rollback" -> end();
                default -> {}
            }
            return call.proceed();
        }

        private void begin() {
            if (inTransaction) {
                return;
            }
            inTransaction = true;
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            if (begun.incrementAndGet() % SLOW_EVERY == 0) {
                pause();
            }
        }

        private void end() {
            if (inTransaction) {
                inTransaction = false;
                open.decrementAndGet();
            }
        }

        private static void pause() {
            try {
                Thread.sleep(SLOW_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
