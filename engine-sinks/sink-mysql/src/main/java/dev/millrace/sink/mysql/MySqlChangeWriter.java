package dev.millrace.sink.mysql;

import dev.millrace.model.TableId;
import dev.millrace.sink.jdbc.TargetTransaction;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.RefusedChange;
import java.util.List;

/** {@link ChangeWriter}: {@link ChangeStatements} in fenced transactions. */
final class MySqlChangeWriter implements ChangeWriter {
    private final TargetTransaction<WriterSession> transaction;

    MySqlChangeWriter(TargetTransaction<WriterSession> transaction) {
        this.transaction = transaction;
    }

    @Override
    public int apply(ChangeSet changes) {
        String doing = switch (changes.kind()) {
            case INSERT -> "can't insert into table ";
            case UPSERT -> "can't insert into or update table ";
            case UPDATE -> "can't update table ";
            case DELETE -> "can't delete from table ";
            case TRUNCATE -> "can't empty table ";
        };
        return transaction.<Integer>run(
                doing + changes.table().id(),
                session -> new ChangeStatements(session, session.layout(changes.table())).apply(changes));
    }

    @Override
    public void mark() {
        transaction.mark();
    }

    @Override
    public void rollbackToMark() {
        transaction.rollbackToMark();
    }

    @Override
    public void record(RefusedChange refused) {
        transaction.record(refused);
    }

    @Override
    public void replayed(long id) {
        transaction.replayed(id);
    }

    @Override
    public void suspend(TableId source, String reason) {
        transaction.suspend(source, reason);
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        transaction.commit(checkpoint, List.of());
    }

    @Override
    public void commit(Checkpoint checkpoint, List<AppliedRange> covered) {
        transaction.commit(checkpoint, covered);
    }

    @Override
    public void commitAhead(AppliedRange range) {
        transaction.commitAhead(range);
    }

    @Override
    public void rollback() {
        transaction.rollback();
    }

    @Override
    public void close() {
        transaction.close();
    }
}
