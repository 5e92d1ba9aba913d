package dev.millrace.apply;

import dev.millrace.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Which batches are committed, and what the target remembers of that: the checkpoint is the low watermark, up to which everything is
 * committed, and what was committed ahead of it is remembered as ranges (peers.md C4). One transaction at a time moves the checkpoint,
 * so that it never goes back. Batches are known by their numbers, from 1 without a gap. Guarded by the scheduler's lock.
 */
final class CommitLedger {
    private final List<StoredRange> remembered;
    /** Committed, and not covered by the checkpoint. */
    private final NavigableMap<Long, Batch.Ending> ahead = new TreeMap<>();

    private long lastRange;
    private long closed;
    private long told;
    private boolean moving;

    /** @param remembered the ranges that are in the target when the run begins */
    CommitLedger(List<StoredRange> remembered) {
        this.remembered = new ArrayList<>(remembered);
        lastRange = remembered.stream()
                .mapToLong(range -> range.range().number())
                .max()
                .orElse(0);
    }

    boolean isCommitted(long number) {
        return number <= closed || ahead.containsKey(number);
    }

    /** Whether it is committed, and every batch before it. */
    boolean isClosed(long number) {
        return number <= closed;
    }

    /** How many batches the target remembers one by one. */
    int aheadCount() {
        return ahead.size();
    }

    /**
     * Decides how the batch is committed. The step has to be {@linkplain #done done} or {@linkplain #failed failed} afterwards.
     *
     * @param from where the batch before it ends
     */
    CommitStep step(long number, SourcePosition from, Batch.Ending ending) {
        if (moving || number != closed + 1) {
            return new CommitStep.Ahead(number, ending, StoredRange.of(++lastRange, from, ending.position()));
        }
        long last = number;
        while (ahead.containsKey(last + 1)) {
            last++;
        }
        return move(last, last == number ? ending : requireNonNull(ahead.get(last), "not committed"));
    }

    /**
     * The step that moves the checkpoint behind what is committed, if no batch is under way whose commit will do so.
     *
     * @param last the last batch that was submitted
     */
    @Nullable
    CommitStep closing(long last) {
        boolean isBehind = !moving && told < closed && closed == last;
        return isBehind ? move(closed, requireNonNull(ahead.get(closed), "not committed")) : null;
    }

    private CommitStep move(long number, Batch.Ending ending) {
        moving = true;
        SourcePosition position = ending.position();
        return new CommitStep.Move(
                number,
                ending,
                remembered.stream().filter(range -> position.covers(range.to())).toList());
    }

    void done(CommitStep step) {
        if (step instanceof CommitStep.Move move) {
            moving = false;
            told = move.number();
            closed = Math.max(closed, told);
            remembered.removeAll(move.covered());
            ahead.headMap(told, true).clear();
        } else if (step instanceof CommitStep.Ahead own) {
            remembered.add(own.range());
            ahead.put(own.number(), own.ending());
        }
        while (ahead.containsKey(closed + 1)) {
            closed++;
        }
    }

    /** Nothing of the step is committed, or nobody knows and the run ends. */
    void failed(CommitStep step) {
        if (step instanceof CommitStep.Move) {
            moving = false;
        }
    }

    /** A batch that is only a part of a transaction has been applied; it was alone. */
    void passed(long number) {
        closed = number;
        told = number;
    }
}
