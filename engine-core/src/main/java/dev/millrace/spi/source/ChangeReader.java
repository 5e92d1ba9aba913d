package dev.millrace.spi.source;

import dev.millrace.model.ChangeBatch;
import dev.millrace.model.SourcePosition;
import java.time.Duration;

/**
 * Reads a source's log in commit order. One thread polls; any thread may acknowledge.
 */
public interface ChangeReader extends AutoCloseable {

    /**
     * The next events in log order, waiting up to {@code timeout} for the first. Empty if none came. The reader decides how much
     * a batch holds, within a few megabytes; a large transaction comes in many batches and is never held whole in memory.
     * Between transactions an idle reader returns a {@link dev.millrace.model.ChangeEvent.Heartbeat} now and then.
     *
     * @throws dev.millrace.error.ReplicationException {@code SOURCE_TRANSIENT}: close this reader and open another behind the
     *     last durable position
     */
    ChangeBatch poll(Duration timeout);

    /**
     * The target has durably committed everything up to {@code durable} (law 1). The source may forget it. Returns at once; the
     * server may be told later.
     */
    void acknowledge(SourcePosition durable);

    /** Wakes a blocked {@link #poll}, ends within 10 s whatever the network does, and tells the server the last acknowledged position. Idempotent. */
    @Override
    void close();
}
