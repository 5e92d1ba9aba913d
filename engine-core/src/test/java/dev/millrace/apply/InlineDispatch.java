package dev.millrace.apply;

import dev.millrace.model.TableId;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Applies every batch at once, on the thread that submits it. */
final class InlineDispatch implements BatchDispatch {
    private final BatchApplication application;
    private final List<Set<TableId>> drained = new ArrayList<>();
    private final Consumer<Batch.Ending> committed;

    InlineDispatch(
            MemoryWriter writer, RefusalPolicy policy, SuspendedTables suspended, Consumer<Batch.Ending> committed) {
        this.application = new BatchApplication(writer, new Refusals(writer, policy, suspended));
        this.committed = committed;
    }

    @Override
    public void submit(Batch batch) {
        try {
            application.apply(batch, CommitTurn.ALONE);
        } catch (RuntimeException e) {
            batch.tally().discard();
            throw e;
        }
        Batch.Ending ending = batch.ending();
        if (ending != null) {
            batch.tally().commit(Instant.EPOCH);
            committed.accept(ending);
        }
    }

    void discard() {
        application.rollback();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public boolean isIdle() {
        return true;
    }

    @Override
    public void drain(Set<TableId> targets) {
        drained.add(targets);
    }

    @Override
    public void close() {}

    List<Set<TableId>> drained() {
        return drained;
    }
}
