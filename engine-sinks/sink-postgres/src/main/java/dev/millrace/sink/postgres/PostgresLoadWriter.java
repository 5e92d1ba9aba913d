package dev.millrace.sink.postgres;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.jdbc.FencedCommit;
import dev.millrace.sink.jdbc.RefusalRecords;
import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.sink.jdbc.TargetTables;
import dev.millrace.sink.jdbc.TargetTransaction;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.LoadWriter;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link LoadWriter} on a connection of its own: one COPY straight into the table per chunk. */
final class PostgresLoadWriter implements LoadWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLoadWriter.class);

    private final TableId table;
    private final TargetTransaction<LoadSession> transaction;
    private @Nullable LoadSession session;

    PostgresLoadWriter(
            TargetConnections connections,
            TargetTables targets,
            FencedCommit fencedCommit,
            RefusalRecords refusals,
            Fence fence,
            TableSchema wanted) {
        table = wanted.id();
        transaction = new TargetTransaction<>(
                connections,
                fencedCommit,
                refusals,
                fence,
                PostgresConnector.LOAD,
                connection -> new LoadSession(connection, targets, wanted));
    }

    @Override
    public void write(List<Row> rows) {
        transaction.run("can't load table " + table, current -> {
            session = current;
            return current.write(rows);
        });
    }

    @Override
    public Optional<BulkFormat> bulkFormat(List<BulkFormat> offered) {
        return transaction.run("can't load table " + table, current -> current.bulkFormat(offered));
    }

    @Override
    public void write(BulkFormat format, ByteBuilder part) {
        transaction.run("can't load table " + table, current -> {
            session = current;
            return current.write(format, part);
        });
    }

    /** Waits for the server's verdict over the rows so far, since nothing else can be done while a COPY is open. */
    @Override
    public void mark() {
        finishCopy();
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
        finishCopy();
        transaction.record(refused);
    }

    @Override
    public void commit(TableId source, int chunkOrdinal, ChunkDone done) {
        finishCopy();
        transaction.commit(source, chunkOrdinal, done);
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

    private void finishCopy() {
        transaction.run("can't load table " + table, LoadSession::finish);
    }

    private static void cancelCopy(LoadSession session) {
        try {
            session.cancel();
        } catch (SQLException failure) {
            LOG.debug(
                    "an open COPY could not be broken off; the rollback decides what becomes of the connection",
                    failure);
        }
    }
}
