package dev.millrace.source.debezium;

import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import java.util.ArrayList;
import java.util.List;

/** Puts events together to batches of a few megabytes at most. Belongs to one thread. */
final class BatchBuilder {
    private static final int EVENTS = 8_192;
    private static final long BYTES = 2L << 20;

    private final Taker taker;
    private List<ChangeEvent> events = new ArrayList<>();
    private long bytes;

    /** Takes a batch; may wait. */
    @FunctionalInterface
    interface Taker {
        void accept(ChangeBatch batch) throws InterruptedException;
    }

    BatchBuilder(Taker taker) {
        this.taker = taker;
    }

    void add(ChangeEvent event, int eventBytes) throws InterruptedException {
        events.add(event);
        bytes += eventBytes;
        if (events.size() >= EVENTS || bytes >= BYTES) {
            handOver();
        }
    }

    /** Hands over what there is. */
    void handOver() throws InterruptedException {
        if (!events.isEmpty()) {
            ChangeBatch batch = new ChangeBatch(events, bytes);
            events = new ArrayList<>();
            bytes = 0;
            taker.accept(batch);
        }
    }
}
