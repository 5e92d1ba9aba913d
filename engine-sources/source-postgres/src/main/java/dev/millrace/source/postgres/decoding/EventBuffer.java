package dev.millrace.source.postgres.decoding;

import dev.millrace.model.ChangeBatch;
import dev.millrace.model.ChangeEvent;
import java.util.ArrayList;
import java.util.List;

/** Collects events until they make a batch. Mutable, on the row path; belongs to one thread. */
public final class EventBuffer {
    private static final int INITIAL_EVENTS = 1024;

    private List<ChangeEvent> events = new ArrayList<>(INITIAL_EVENTS);
    private long byteSize;

    /** @param bytes what the event's rows hold on to */
    public void add(ChangeEvent event, int bytes) {
        events.add(event);
        byteSize += bytes;
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    public int size() {
        return events.size();
    }

    public long byteSize() {
        return byteSize;
    }

    /** Hands everything over and starts anew. */
    public ChangeBatch take() {
        if (events.isEmpty()) {
            return ChangeBatch.EMPTY;
        }
        ChangeBatch batch = new ChangeBatch(events, byteSize);
        events = new ArrayList<>(Math.max(16, Math.min(2 * events.size(), 16 * INITIAL_EVENTS)));
        byteSize = 0;
        return batch;
    }
}
