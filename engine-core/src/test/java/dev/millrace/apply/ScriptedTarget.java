package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writers that note what happens to them, that wait where a test holds them, and that fail where it says so. Thread-safe. */
final class ScriptedTarget {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Map<String, List<RuntimeException>> failures = new ConcurrentHashMap<>();

    /** "apply ID" for the first row of each set, "commit POSITION", "rollback". */
    List<String> events() {
        return events;
    }

    /** The set whose first row has this id waits until released. */
    void hold(String id) {
        held.put(id, new CountDownLatch(1));
    }

    void release(String id) {
        held.get(id).countDown();
    }

    /** The set whose first row has this id fails that often. */
    void fail(String id, RuntimeException... causes) {
        failures.put(id, new CopyOnWriteArrayList<>(causes));
    }

    ChangeWriter open() {
        return new Writer();
    }

    private final class Writer implements ChangeWriter {
        private boolean dirty;

        @Override
        public int apply(ChangeSet changes) {
            dirty = true;
            Row row = changes.rows().isEmpty()
                    ? changes.identities().get(0)
                    : changes.rows().get(0);
            String id = String.valueOf(row.text(0));
            events.add("apply " + id);
            await(id);
            List<RuntimeException> causes = failures.getOrDefault(id, List.of());
            if (!causes.isEmpty()) {
                throw causes.remove(0);
            }
            return changes.size();
        }

        private void await(String id) {
            CountDownLatch latch = held.get(id);
            try {
                if (latch != null && !latch.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(id + " was never released");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void commit(Checkpoint checkpoint) {
            dirty = false;
            events.add("commit " + checkpoint.position());
        }

        @Override
        public void rollback() {
            if (dirty) {
                events.add("rollback");
            }
            dirty = false;
        }

        @Override
        public void close() {
            rollback();
        }
    }
}
