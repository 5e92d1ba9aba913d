package dev.millrace.apply;

import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeWriter;
import java.util.List;

/** How a target transaction is committed, as {@link CommitLedger} has decided. */
sealed interface CommitStep {

    void run(ChangeWriter writer);

    /**
     * Everything before the batch is committed: the checkpoint moves behind it, and behind those that were committed ahead next to it.
     *
     * @param number the last batch that the checkpoint covers then
     * @param ending where that batch ends
     * @param covered what need not be remembered any more
     */
    record Move(long number, Batch.Ending ending, List<StoredRange> covered) implements CommitStep {
        @Override
        public void run(ChangeWriter writer) {
            List<AppliedRange> forgotten =
                    covered.stream().map(StoredRange::range).toList();
            writer.commit(ending.checkpoint(), forgotten);
        }
    }

    /** Earlier batches are not committed yet, or the checkpoint is being moved: the batch leaves a range behind. */
    record Ahead(long number, Batch.Ending ending, StoredRange range) implements CommitStep {
        @Override
        public void run(ChangeWriter writer) {
            writer.commitAhead(range.range());
        }
    }
}
