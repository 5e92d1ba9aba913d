package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.TableProgress;
import dev.millrace.spi.sink.TableProgress.ChunkDone;
import dev.millrace.spi.sink.TableProgress.ChunkProgress;
import dev.millrace.spi.sink.TaskStore;
import dev.millrace.spi.source.Chunk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link TaskStore} in control tables of a relational target. Writers take part in it through {@link FencedCommit}. It uses the
 * sink's shared connection, so it belongs to the thread that the sink belongs to.
 */
public final class JdbcTaskStore implements TaskStore {
    private static final int ATTEMPTS_AT_MAKING_TABLES = 3;
    private static final int PLANNED_MARK = -1;
    private static final String CREATED = "created";

    private final TargetConnections connections;
    private final ControlTables tables;
    private final StandardFencedCommit statements;
    private final RefusalRecords refusals;
    private final Clock clock;

    public JdbcTaskStore(TargetConnections connections, ControlTables tables, RefusalRecords refusals, Clock clock) {
        this.connections = connections;
        this.tables = tables;
        this.refusals = refusals;
        this.clock = clock;
        this.statements = new StandardFencedCommit(tables, clock);
    }

    @Override
    public Fence acquire() {
        for (ControlTable control : ControlTable.values()) {
            makeIfMissing(control);
        }
        try {
            return connections.transact(doing("take over"), this::raiseFence);
        } catch (ReplicationException failure) {
            if (failure.code() != ErrorCode.TARGET_CONSTRAINT_VIOLATED) {
                throw failure;
            }
            // two instances made the task's row at the same moment; this one came second, and finds the row now
            return connections.transact(doing("take over"), this::raiseFence);
        }
    }

    @Override
    public Optional<Checkpoint> checkpoint() {
        return exists(ControlTable.TASK) ? readCheckpoint() : Optional.empty();
    }

    private Optional<Checkpoint> readCheckpoint() {
        return connections.call(doing("read the checkpoint of"), connection -> {
            try (PreparedStatement select = connection.prepareStatement(tables.selectTask())) {
                select.setString(1, tables.taskName());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? readCheckpoint(row) : Optional.empty();
                }
            }
        });
    }

    @Override
    public List<AppliedRange> appliedRanges() {
        return exists(ControlTable.APPLIED_RANGE) ? readRanges() : List.of();
    }

    private List<AppliedRange> readRanges() {
        return connections.call(doing("read what was committed ahead of the checkpoint of"), connection -> {
            try (PreparedStatement select = connection.prepareStatement(tables.selectRanges())) {
                select.setString(1, tables.taskName());
                List<AppliedRange> ranges = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        ranges.add(new AppliedRange(row.getLong(1), row.getString(2), row.getString(3)));
                    }
                }
                return ranges;
            }
        });
    }

    @Override
    public void begin(Fence fence, Checkpoint start) {
        connections.transact(doing("begin"), connection -> {
            deleteTxnState(connection);
            try (PreparedStatement insert = connection.prepareStatement(tables.insertTxnState())) {
                insert.setString(1, ControlTables.SERVER_NAME);
                insert.setString(2, tables.dmsTaskName());
                insert.setObject(3, StandardFencedCommit.now(clock));
                insert.setString(4, ControlTables.dmsCheckpoint(start.position()));
                insert.executeUpdate();
            }
            statements.moveCheckpoint(connection, fence, start);
            forTask(connection, tables.deleteRanges());
            return true;
        });
    }

    @Override
    public void reset(Fence fence) {
        connections.transact(doing("reset"), connection -> {
            try (PreparedStatement forget = connection.prepareStatement(tables.moveCheckpoint())) {
                forget.setNull(1, java.sql.Types.VARCHAR);
                forget.setNull(2, java.sql.Types.BIGINT);
                forget.setNull(3, java.sql.Types.BIGINT);
                forget.setString(4, tables.taskName());
                forget.setLong(5, fence.number());
                if (forget.executeUpdate() != 1) {
                    throw StandardFencedCommit.fenced(tables.taskName(), fence);
                }
            }
            forTask(connection, tables.unmarkChunks());
            forTask(connection, tables.deleteRanges());
            deleteSuspensions(connection);
            deleteTxnState(connection);
            return true;
        });
    }

    @Override
    public void delete(Fence fence) {
        connections.transact(doing("delete"), connection -> {
            statements.holdFence(connection, fence);
            for (String sql : List.of(tables.deleteChunks(), tables.deleteRanges(), tables.deleteTask())) {
                forTask(connection, sql);
            }
            deleteSuspensions(connection);
            deleteTxnState(connection);
            return true;
        });
    }

    @Override
    public List<TableProgress> loadProgress() {
        return exists(ControlTable.LOAD_CHUNK) ? readProgress() : List.of();
    }

    private List<TableProgress> readProgress() {
        return connections.call(doing("read the load progress of"), connection -> {
            try (PreparedStatement select = connection.prepareStatement(tables.selectChunks())) {
                select.setString(1, tables.taskName());
                try (ResultSet rows = select.executeQuery()) {
                    return readProgress(rows);
                }
            }
        });
    }

    @Override
    public void planTable(Fence fence, TableId source, boolean created, List<Chunk> chunks) {
        connections.transact(doing("plan table " + source + " of"), connection -> {
            statements.holdFence(connection, fence);
            try (PreparedStatement delete = connection.prepareStatement(tables.deleteTableChunks())) {
                delete.setString(1, tables.taskName());
                delete.setString(2, source.schema());
                delete.setString(3, source.table());
                delete.executeUpdate();
            }
            try (PreparedStatement lift = connection.prepareStatement(tables.deleteSuspendedTable())) {
                setTask(lift);
                lift.setString(3, source.schema());
                lift.setString(4, source.table());
                lift.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(tables.insertChunk())) {
                addChunk(insert, source, new Chunk(PLANNED_MARK, "", 0, created ? CREATED : ""));
                for (Chunk chunk : chunks) {
                    addChunk(insert, source, chunk);
                }
                insert.executeBatch();
            }
            return true;
        });
    }

    @Override
    public void suspend(Fence fence, TableId source, String reason) {
        connections.transact(doing("suspend table " + source + " of"), connection -> {
            statements.holdFence(connection, fence);
            refusals.suspend(connection, source, reason);
            return true;
        });
    }

    @Override
    public Set<TableId> suspendedTables() {
        return exists(ControlTable.SUSPENDED_TABLES) ? readSuspendedTables() : Set.of();
    }

    private Set<TableId> readSuspendedTables() {
        return connections.call(doing("read the suspended tables of"), connection -> {
            try (PreparedStatement select = connection.prepareStatement(tables.selectSuspendedTables())) {
                setTask(select);
                Set<TableId> suspended = new HashSet<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        suspended.add(new TableId(rows.getString(1), rows.getString(2)));
                    }
                }
                return suspended;
            }
        });
    }

    @Override
    public List<RecordedChange> refusedChanges(long afterId, int limit) {
        return exists(ControlTable.REFUSED_CHANGE)
                ? connections.call(
                        doing("read the refused changes of"),
                        connection -> refusals.recorded(connection, afterId, limit))
                : List.of();
    }

    @Override
    public void refusedAgain(Fence fence, long id, ReplicationException failure) {
        connections.transact(doing("note a failed replay of"), connection -> {
            statements.holdFence(connection, fence);
            refusals.refusedAgain(connection, id, failure);
            return true;
        });
    }

    private void deleteSuspensions(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(tables.deleteSuspendedTables())) {
            setTask(delete);
            delete.executeUpdate();
        }
    }

    private void setTask(PreparedStatement statement) throws SQLException {
        statement.setString(1, ControlTables.SERVER_NAME);
        statement.setString(2, tables.dmsTaskName());
    }

    /** Nothing to close: the connection is the sink's. */
    @Override
    public void close() {}

    private Fence raiseFence(Connection connection) throws SQLException {
        // whoever commits under the old fence shares it, so it is taken for this transaction alone before it is raised
        boolean known;
        try (PreparedStatement lock = connection.prepareStatement(tables.lockTask())) {
            lock.setString(1, tables.taskName());
            try (ResultSet row = lock.executeQuery()) {
                known = row.next();
            }
        }
        forTask(connection, known ? tables.raiseFence() : tables.insertTask());
        try (PreparedStatement select = connection.prepareStatement(tables.selectTask())) {
            select.setString(1, tables.taskName());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new ReplicationException(
                            ErrorCode.INTERNAL, "the row of task " + tables.taskName() + " is gone");
                }
                return new Fence(row.getLong(1));
            }
        }
    }

    /** Runs a statement whose one parameter is the task. */
    private void forTask(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tables.taskName());
            statement.executeUpdate();
        }
    }

    private void deleteTxnState(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(tables.deleteTxnState())) {
            delete.setString(1, ControlTables.SERVER_NAME);
            delete.setString(2, tables.dmsTaskName());
            delete.executeUpdate();
        }
    }

    private void addChunk(PreparedStatement insert, TableId source, Chunk chunk) throws SQLException {
        insert.setString(1, tables.taskName());
        insert.setString(2, source.schema());
        insert.setString(3, source.table());
        insert.setInt(4, chunk.ordinal());
        insert.setString(5, chunk.bounds());
        insert.setLong(6, chunk.estimatedRows());
        insert.setString(7, chunk.name());
        insert.addBatch();
    }

    private static Optional<Checkpoint> readCheckpoint(ResultSet row) throws SQLException {
        String position = row.getString(2);
        if (position == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Checkpoint(position, Instant.EPOCH.plus(row.getLong(3), ChronoUnit.MICROS), row.getLong(4)));
    }

    private static List<TableProgress> readProgress(ResultSet rows) throws SQLException {
        Map<TableId, List<ChunkProgress>> byTable = new LinkedHashMap<>();
        Set<TableId> created = new HashSet<>();
        while (rows.next()) {
            TableId source = new TableId(rows.getString(1), rows.getString(2));
            List<ChunkProgress> chunks = byTable.computeIfAbsent(source, ignored -> new ArrayList<>());
            Chunk chunk = new Chunk(rows.getInt(3), rows.getString(4), rows.getLong(5), rows.getString(6));
            long written = rows.getLong(7);
            Optional<ChunkDone> done = rows.wasNull()
                    ? Optional.empty()
                    : Optional.of(new ChunkDone(written, rows.getString(8), rows.getString(9)));
            if (chunk.ordinal() != PLANNED_MARK) {
                chunks.add(new ChunkProgress(chunk, done));
            } else if (chunk.name().equals(CREATED)) {
                created.add(source);
            }
        }
        List<TableProgress> progress = new ArrayList<>();
        byTable.forEach((source, chunks) -> progress.add(new TableProgress(source, created.contains(source), chunks)));
        return progress;
    }

    /** Looks first, since making a table "if not exists" takes a grant even where it does nothing. */
    private void makeIfMissing(ControlTable control) {
        for (int attempt = 1; !exists(control); attempt++) {
            try {
                make(control);
            } catch (ReplicationException failure) {
                // another task may make the same table at the same moment
                if (attempt == ATTEMPTS_AT_MAKING_TABLES && !exists(control)) {
                    throw failure;
                }
            }
        }
    }

    private boolean exists(ControlTable control) {
        String probe = "SELECT 1 FROM " + connections.dialect().table(tables.id(control)) + " WHERE 1 = 0";
        try {
            return connections.call("can't read control table " + tables.id(control), connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(probe);
                    return true;
                }
            });
        } catch (ReplicationException failure) {
            if (failure.code() == ErrorCode.TARGET_TABLE_MISSING) {
                return false;
            }
            throw failure;
        }
    }

    private void make(ControlTable control) {
        connections.call("can't make control table " + tables.id(control), connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : connections.dialect().createControlTable(control, tables.id(control))) {
                    statement.execute(sql);
                }
            }
            return true;
        });
    }

    private String doing(String what) {
        return "can't " + what + " task " + tables.taskName();
    }
}
