package dev.millrace.load;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.error.ErrorCategory;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RefusedChange;
import java.util.List;

/**
 * Writes the rows of a chunk that the target has refused as a whole: in ever smaller parts, until a refused row stands alone and the
 * policy decides about it. Belongs to one thread and one try at a chunk.
 */
final class CarefulWriter {
    /** More than two: a part that is refused is written as often as there are levels. */
    private static final int WAYS = 16;

    private final LoadWriter writer;
    private final TableLoad table;
    private final RefusalPolicy policy;
    private final String position;
    private long recorded;
    private long ignored;

    /** @param position encoded place on the source that the rows show */
    CarefulWriter(LoadWriter writer, TableLoad table, RefusalPolicy policy, String position) {
        this.writer = writer;
        this.table = table;
        this.policy = policy;
        this.position = position;
    }

    static boolean canNarrow(ReplicationException failure) {
        return failure.code().category().reaction() == ErrorCategory.Reaction.ROW;
    }

    /**
     * Writes what can be written of the rows.
     *
     * @throws ReplicationException what the policy says the table or the task has to stop for
     */
    void write(List<Row> rows) {
        writer.mark();
        try {
            writer.write(rows);
            writer.mark();
        } catch (ReplicationException e) {
            if (!canNarrow(e)) {
                throw e;
            }
            writer.rollbackToMark();
            if (rows.size() == 1) {
                refuse(rows.get(0), e);
            } else {
                split(rows);
            }
        }
    }

    /** The chunk is committed. */
    void committed() {
        table.counters().refusedRows(recorded, ignored);
        policy.count(RefusalPolicy.Kind.DATA, source(), (int) (recorded + ignored));
    }

    long refusedRows() {
        return recorded + ignored;
    }

    private void split(List<Row> rows) {
        int step = Math.max(1, (rows.size() + WAYS - 1) / WAYS);
        for (int from = 0; from < rows.size(); from += step) {
            write(rows.subList(from, Math.min(from + step, rows.size())));
        }
    }

    private void refuse(Row row, ReplicationException failure) {
        ErrorPolicy decision = policy.of(source(), RefusedChange.Kind.LOAD, failure.code(), (int) refusedRows());
        switch (decision) {
            case IGNORE_RECORD -> ignored++;
            case LOG_ERROR, INSERT_RECORD, UPDATE_RECORD -> {
                writer.record(new RefusedChange(
                        source(), table.route().wanted(), RefusedChange.Kind.LOAD, null, row, position, failure));
                recorded++;
            }
            case SUSPEND_TABLE -> {
                table.suspend(failure);
                throw failure;
            }
            case STOP_TASK -> throw failure;
        }
    }

    private TableId source() {
        return table.route().source().id();
    }
}
