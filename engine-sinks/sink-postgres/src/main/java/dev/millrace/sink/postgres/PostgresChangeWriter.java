package dev.millrace.sink.postgres;

import dev.millrace.sink.jdbc.FencedChangeWriter;
import dev.millrace.sink.jdbc.FencedCommit;
import dev.millrace.sink.jdbc.RefusalRecords;
import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.sink.jdbc.TargetTransaction;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.Fence;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link dev.millrace.spi.sink.ChangeWriter} on a connection of its own. */
final class PostgresChangeWriter extends FencedChangeWriter<ApplySession> {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresChangeWriter.class);

    private @Nullable ApplySession session;

    PostgresChangeWriter(
            TargetConnections connections,
            TargetTables targets,
            PostgresCatalogue catalogue,
            FencedCommit fencedCommit,
            RefusalRecords refusals,
            Fence fence) {
        super(new TargetTransaction<>(
                connections,
                fencedCommit,
                refusals,
                fence,
                PostgresConnector.APPLY,
                connection -> new ApplySession(connection, targets, catalogue)));
    }

    @Override
    public int apply(ChangeSet changes) {
        String doing = "can't apply " + changes.kind() + " of " + changes.size() + " rows to table "
                + changes.table().id();
        return transaction().run(doing, current -> {
            session = current;
            return current.apply(changes);
        });
    }

    @Override
    protected void breakOff() {
        if (session != null) {
            cancelCopy(session);
        }
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
