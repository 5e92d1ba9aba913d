package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import dev.millrace.spi.sink.Checkpoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that go to the target in one go. Mostly whole source transactions, which become one target transaction with the
 * checkpoint behind them; or a part of a source transaction too large for that, which stays open on the target until the batch
 * that {@linkplain Ending ends} it. Handed from thread to thread, changed by none.
 */
final class Batch {
    /**
     * What is committed behind the changes.
     *
     * @param position the place up to which the target is durable then
     * @param commitTime when the source committed the last of the transactions
     * @param changes how many row events were read up to there since the task began
     */
    record Ending(SourcePosition position, Instant commitTime, long changes) {
        Checkpoint checkpoint() {
            return new Checkpoint(position.encode(), commitTime, changes);
        }
    }

    /**
     * A transaction of a batch.
     *
     * @param changes how many changes the batch has up to there
     * @param position the place of its commit
     */
    record TransactionEnd(int changes, SourcePosition position) {}

    private final List<RowChange> changes;
    private final List<TransactionEnd> ends;
    private final SourcePosition reached;
    private final @Nullable Ending ending;
    private final boolean inParts;
    private final Tally tally;
    private final Instant gatheredSince;
    private final long readChanges;

    private Batch(
            List<RowChange> changes,
            List<TransactionEnd> ends,
            SourcePosition reached,
            @Nullable Ending ending,
            boolean inParts,
            Tally tally,
            Instant gatheredSince,
            long readChanges) {
        this.changes = changes;
        this.ends = ends;
        this.reached = reached;
        this.ending = ending;
        this.inParts = inParts;
        this.tally = tally;
        this.gatheredSince = gatheredSince;
        this.readChanges = readChanges;
    }

    static Batch whole(
            List<RowChange> changes, List<TransactionEnd> ends, Ending ending, Tally tally, Instant gatheredSince) {
        return new Batch(changes, ends, ending.position(), ending, false, tally, gatheredSince, ending.changes());
    }

    /**
     * @param transaction the place that the transaction's begin told
     * @param readChanges how many row events were read with the last of the changes since the task began
     */
    static Batch part(List<RowChange> changes, SourcePosition transaction, Instant gatheredSince, long readChanges) {
        return new Batch(changes, List.of(), transaction, null, true, new Tally(), gatheredSince, readChanges);
    }

    /** @param transaction the place that the transaction's begin told */
    static Batch lastPart(
            List<RowChange> changes, SourcePosition transaction, Ending ending, Tally tally, Instant gatheredSince) {
        return new Batch(changes, List.of(), transaction, ending, true, tally, gatheredSince, ending.changes());
    }

    /** Nothing but a place that the log has passed. */
    static Batch checkpoint(Ending ending) {
        return new Batch(
                List.of(),
                List.of(),
                ending.position(),
                ending,
                false,
                new Tally(),
                ending.commitTime(),
                ending.changes());
    }

    /** In source order. */
    List<RowChange> changes() {
        return changes;
    }

    /** Where the transaction of a change ends; of a part, the place that its transaction's begin told. */
    SourcePosition positionOf(int change) {
        for (TransactionEnd end : ends) {
            if (change < end.changes()) {
                return end.position();
            }
        }
        return reached;
    }

    /** The end of the last transaction; of a part, the place that its transaction's begin told. */
    SourcePosition reached() {
        return reached;
    }

    /** Null for a part that others follow. */
    @Nullable
    Ending ending() {
        return ending;
    }

    /** Whether it belongs to a transaction that comes in parts, which can't be begun again from here. */
    boolean isInParts() {
        return inParts;
    }

    /** What is {@linkplain dev.millrace.spi.sink.ChangeWriter#announce announced} before any of the changes shows. */
    Checkpoint announcement() {
        return new Checkpoint(reached.encode(), gatheredSince, readChanges);
    }

    Tally tally() {
        return tally;
    }

    Instant gatheredSince() {
        return gatheredSince;
    }

    /** For messages. */
    String where() {
        return (inParts ? "transaction at " : "transactions up to ") + reached.encode();
    }
}
