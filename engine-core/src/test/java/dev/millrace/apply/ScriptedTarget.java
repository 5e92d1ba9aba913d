package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Writers that note what happens to them, that wait where a test holds them, and that fail where it says so. Thread-safe. */
final class ScriptedTarget {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Map<String, Hold> held = new ConcurrentHashMap<>();
    private final Map<String, List<RuntimeException>> failures = new ConcurrentHashMap<>();
    private final Map<String, Error> deaths = new ConcurrentHashMap<>();

    /** "apply ID" for the first row of each set, "commit POSITION -FORGOTTEN", "ahead FROM-TO +RANGE", "rollback". */
    List<String> events() {
        return events;
    }

    /** Where a worker has to wait, and whether one has come there. */
    private record Hold(CountDownLatch reached, CountDownLatch released) {
        static void await(CountDownLatch latch, String what) {
            try {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(what);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The set whose first row has this id, or the commit of this name, waits until released. */
    void hold(String id) {
        held.put(id, new Hold(new CountDownLatch(1), new CountDownLatch(1)));
    }

    /** Waits until a worker is held at it: whatever it does before that is done. */
    void awaitHeld(String id) {
        Hold.await(held.get(id).reached(), id + " was never reached");
    }

    void release(String id) {
        held.get(id).released().countDown();
    }

    /** The set whose first row has this id, or the commit of this name, fails that often. */
    void fail(String id, RuntimeException... causes) {
        failures.put(id, new CopyOnWriteArrayList<>(causes));
    }

    /** The set whose first row has this id kills its thread, as a full heap does. */
    void die(String id, Error cause) {
        deaths.put(id, cause);
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
            failIfDue(id);
            return changes.size();
        }

        private void failIfDue(String what) {
            if (deaths.containsKey(what)) {
                throw deaths.get(what);
            }
            List<RuntimeException> causes = failures.getOrDefault(what, List.of());
            if (!causes.isEmpty()) {
                throw causes.remove(0);
            }
        }

        private void await(String id) {
            Hold hold = held.get(id);
            if (hold != null) {
                hold.reached().countDown();
                Hold.await(hold.released(), id + " was never released");
            }
        }

        @Override
        public void mark() {}

        @Override
        public void rollbackToMark() {}

        @Override
        public void record(RefusedChange refused) {
            events.add("record " + (refused.before() == null ? refused.after() : refused.before()).text(0));
        }

        @Override
        public void replayed(long id) {
            throw new AssertionError("nothing is replayed here, but " + id);
        }

        @Override
        public void suspend(TableId source, String reason) {
            events.add("suspend " + source);
        }

        @Override
        public void commit(Checkpoint checkpoint) {
            end("commit " + checkpoint.position(), "");
        }

        @Override
        public void commit(Checkpoint checkpoint, List<AppliedRange> covered) {
            String forgotten =
                    covered.stream().map(range -> " -" + range.number()).collect(Collectors.joining());
            end("commit " + checkpoint.position(), forgotten);
        }

        @Override
        public void commitAhead(AppliedRange range) {
            end("ahead " + range.from() + "-" + range.to(), " +" + range.number());
        }

        private void end(String what, String ranges) {
            await(what);
            failIfDue(what);
            dirty = false;
            events.add(what + ranges);
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
