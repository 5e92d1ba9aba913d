package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
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
     */
    record Ending(SourcePosition position, Instant commitTime) {}

    private final List<RowChange> changes;
    private final SourcePosition reached;
    private final @Nullable Ending ending;
    private final boolean inParts;
    private final Tally tally;
    private final Instant gatheredSince;

    private Batch(
            List<RowChange> changes,
            SourcePosition reached,
            @Nullable Ending ending,
            boolean inParts,
            Tally tally,
            Instant gatheredSince) {
        this.changes = changes;
        this.reached = reached;
        this.ending = ending;
        this.inParts = inParts;
        this.tally = tally;
        this.gatheredSince = gatheredSince;
    }

    static Batch whole(List<RowChange> changes, Ending ending, Tally tally, Instant gatheredSince) {
        return new Batch(changes, ending.position(), ending, false, tally, gatheredSince);
    }

    /** @param transaction the place that the transaction's begin told */
    static Batch part(List<RowChange> changes, SourcePosition transaction, Instant gatheredSince) {
        return new Batch(changes, transaction, null, true, new Tally(), gatheredSince);
    }

    /** @param transaction the place that the transaction's begin told */
    static Batch lastPart(
            List<RowChange> changes, SourcePosition transaction, Ending ending, Tally tally, Instant gatheredSince) {
        return new Batch(changes, transaction, ending, true, tally, gatheredSince);
    }

    /** Nothing but a place that the log has passed. */
    static Batch checkpoint(SourcePosition position, Instant now) {
        return new Batch(List.of(), position, new Ending(position, now), false, new Tally(), now);
    }

    /** In source order. */
    List<RowChange> changes() {
        return changes;
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

    /** Whether it belongs to a transaction that comes in parts: then what was refused can't be tried again from here. */
    boolean isInParts() {
        return inParts;
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
