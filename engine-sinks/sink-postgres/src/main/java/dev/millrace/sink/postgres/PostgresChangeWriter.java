package dev.millrace.sink.postgres;

import dev.millrace.model.TableId;
import dev.millrace.sink.jdbc.FencedCommit;
import dev.millrace.sink.jdbc.RefusalRecords;
import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.sink.jdbc.TargetTransaction;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RefusedChange;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link ChangeWriter} on a connection of its own. */
final class PostgresChangeWriter implements ChangeWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresChangeWriter.class);

    private final TargetTransaction<ApplySession> transaction;
    private @Nullable ApplySession session;

    PostgresChangeWriter(
            TargetConnections connections,
            TargetTables targets,
            PostgresCatalogue catalogue,
            FencedCommit fencedCommit,
            RefusalRecords refusals,
            Fence fence) {
        transaction = new TargetTransaction<>(
                connections,
                fencedCommit,
                refusals,
                fence,
                PostgresConnector.APPLY,
                connection -> new ApplySession(connection, targets, catalogue));
    }

    @Override
    public int apply(ChangeSet changes) {
        String doing = "can't apply " + changes.kind() + " of " + changes.size() + " rows to table "
                + changes.table().id();
        return transaction.run(doing, current -> {
            session = current;
            return current.apply(changes);
        });
    }

    @Override
    public void mark() {
        transaction.mark();
    }

    @Override
    public void rollbackToMark() {
        if (session != null) {
            cancelCopy(session);
        }
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
        if (session != null) {
            cancelCopy(session);
        }
        transaction.rollback();
    }

    @Override
    public void close() {
        rollback();
        transaction.close();
    }

    private static void cancelCopy(ApplySession session) {
        try {
            session.cancelCopy();
        } catch (SQLException failure) {
            LOG.debug(
                    "an open COPY could not be broken off; the rollback decides what becomes of the connection",
                    failure);
        }
    }
}
