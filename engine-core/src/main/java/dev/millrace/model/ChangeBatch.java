package dev.millrace.model;

import java.util.List;

/**
 * A run of events handed from one stage to the next. A batch may end inside a transaction; the next one goes on there.
 *
 * @param events in log order; never changed after the batch was handed over
 * @param byteSize the memory that the rows hold on to, for the bounds of queues
 */
public record ChangeBatch(List<ChangeEvent> events, long byteSize) {
    /** Nothing arrived. */
    public static final ChangeBatch EMPTY = new ChangeBatch(List.of(), 0);

    public boolean isEmpty() {
        return events.isEmpty();
    }
}
