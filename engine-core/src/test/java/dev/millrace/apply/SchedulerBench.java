package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A scheduler on a {@link ScriptedTarget}, and batches for it. */
final class SchedulerBench implements AutoCloseable {
    final ScriptedTarget target = new ScriptedTarget();
    final TargetTable table = SampleChanges.table(SourceModel.PLAIN, new ConflictCatalog());
    final List<SourcePosition> acknowledged = new CopyOnWriteArrayList<>();
    final ApplyProgress progress = new ApplyProgress();
    final ApplyScheduler scheduler;

    /** @param applied what was committed ahead in an earlier run */
    SchedulerBench(boolean relaxed, int workers, List<StoredRange> applied) {
        scheduler = new ApplyScheduler(
                "task",
                WorkerCount.of(workers, System::nanoTime),
                relaxed,
                new LogIndex(0),
                applied,
                target::open,
                StopAtRefusals::application,
                new ApplyScheduler.Observer() {
                    @Override
                    public void committed(Batch.Ending ending) {
                        acknowledged.add(ending.position());
                    }

                    @Override
                    public void changed() {}
                },
                progress,
                Clock.systemUTC());
    }

    /** The first batch inserts this row, and stands there. */
    void submitHeld(String id) {
        target.hold(id);
        submit(1, insert(id));
        target.awaitHeld(id);
    }

    /** A batch of these changes, which are told as read at once. */
    void submit(long position, RowChange... changes) {
        Tally tally = new Tally();
        for (RowChange change : changes) {
            tally.add(table.counters(), change.kind());
        }
        tally.show();
        Batch.Ending ending = new Batch.Ending(new LogIndex(position), Instant.EPOCH, 0);
        scheduler.submit(Batch.whole(List.of(changes), List.of(), ending, tally, Instant.EPOCH));
    }

    /** A transaction of two rows that comes in two parts. */
    void submitFirstPart(String id) {
        scheduler.submit(Batch.part(List.of(insert(id)), new LogIndex(1), Instant.EPOCH, 1));
    }

    void submitLastPart(String id) {
        Batch.Ending ending = new Batch.Ending(new LogIndex(1), Instant.EPOCH, 0);
        scheduler.submit(Batch.lastPart(List.of(insert(id)), new LogIndex(1), ending, new Tally(), Instant.EPOCH));
    }

    RowChange insert(String id) {
        return SampleChanges.insert(table, id, "code-" + id, "name", "body");
    }

    RowChange update(String id) {
        return SampleChanges.update(table, null, id, "c", "n", "x");
    }

    /** Waits until nothing is under way. */
    void await() {
        Idle.await(scheduler);
    }

    List<String> events() {
        return target.events();
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
