package dev.millrace.source.debezium.record;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.TransactionBegin;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.source.debezium.record.RecordReader.EventSink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the transaction whose end has not come yet: a bounded number of bytes in memory, the rest in a file. Belongs to one
 * thread; {@link #close} removes the file.
 */
public final class TransactionHold implements AutoCloseable {
    private static final int EVENT_BYTES = 160;

    private final Path directory;
    private final long bytesInMemory;
    private final List<ChangeEvent> events = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private long held;
    private @Nullable SpillFile spilled;

    /**
     * @param directory where the file is made; made itself if missing
     * @param bytesInMemory how much is held without a file
     */
    public TransactionHold(Path directory, long bytesInMemory) {
        this.directory = directory;
        this.bytesInMemory = bytesInMemory;
    }

    void add(ChangeEvent event, int bytes) {
        if (spilled == null && held + bytes + EVENT_BYTES <= bytesInMemory) {
            events.add(event);
            sizes.add(bytes);
            held += bytes + EVENT_BYTES;
            return;
        }
        if (spilled == null) {
            spilled = new SpillFile(directory);
        }
        spilled.add(event);
    }

    boolean isEmpty() {
        return events.isEmpty() && spilled == null;
    }

    /** Tells the transaction, now that it has ended; one without changes is told as the place that was passed. */
    void tell(String id, SourcePosition position, Instant commitTime, EventSink out) throws InterruptedException {
        if (isEmpty()) {
            out.accept(new Heartbeat(position), 0);
            return;
        }
        out.accept(new TransactionBegin(id, position, commitTime), 0);
        for (int i = 0; i < events.size(); i++) {
            out.accept(events.get(i), sizes.get(i));
        }
        if (spilled != null) {
            spilled.tell(out);
        }
        out.accept(new TransactionCommit(position, commitTime), 0);
        close();
    }

    @Override
    public void close() {
        events.clear();
        sizes.clear();
        held = 0;
        if (spilled != null) {
            spilled.close();
            spilled = null;
        }
    }
}
