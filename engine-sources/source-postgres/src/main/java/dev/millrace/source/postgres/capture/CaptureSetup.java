package dev.millrace.source.postgres.capture;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.RowIdentity;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.connection.Grants;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.ServerFacts;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.source.postgres.connection.Sql;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.snapshot.PostgresSnapshot.ExportedSnapshot;
import dev.millrace.spi.source.CaptureStart;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and removes what a task needs on the server to read its log. Belongs to one thread, but for {@link #close}. */
public final class CaptureSetup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureSetup.class);

    private final PostgresConnections connections;
    private final CaptureNames names;
    private final Publication publication;
    private volatile @Nullable Connection making;
    private boolean madeSlot;
    private boolean madePublication;

    public CaptureSetup(PostgresConnections connections, CaptureNames names) {
        this.connections = connections;
        this.names = names;
        this.publication = new Publication(names.publication(), names.publicationIsNamed());
    }

    public Publication publication() {
        return publication;
    }

    public String slotName() {
        return names.slot();
    }

    /** Sets up publication and slot without a snapshot. */
    public LogSequenceNumber begin(
            Connection connection, ServerFacts server, List<TableSchema> tables, CaptureStart start)
            throws SQLException {
        if (start instanceof CaptureStart.Since) {
            throw new ReplicationException(
                    ErrorCode.START_POSITION_INVALID,
                    "PostgreSQL's log can't be searched by time; give CdcStartPosition as a position like 4AF/B00000D0"
                            + " that a replication slot still holds, and name the slot in SlotName");
        }
        ensurePublication(connection, server, tables);
        Optional<ReplicationSlot> slot = ReplicationSlot.find(connection, names.slot());
        if (start instanceof CaptureStart.At at) {
            LogSequenceNumber position = (LogSequenceNumber) at.position();
            requireReadable(connection, server, slot, position);
            return new LogSequenceNumber(position.value(), server.identity());
        }
        if (slot.isPresent() && names.slotIsNamed()) {
            slot.get().requireUsable();
            slot.get().requireInactive();
            return slot.get().confirmedPosition(server.identity());
        }
        if (slot.isPresent()) {
            slot.get().requireInactive();
            dropSlot(connection);
        }
        Connection replication = connections.openReplication("capture");
        try {
            return createSlot(replication, server, false, "NOEXPORT_SNAPSHOT").position();
        } finally {
            PostgresConnections.abort(replication);
        }
    }

    private void requireReadable(
            Connection connection, ServerFacts server, Optional<ReplicationSlot> slot, LogSequenceNumber position)
            throws SQLException {
        if (slot.isEmpty()) {
            throw invalidStart(
                    position,
                    "there is no replication slot " + names.slot()
                            + ", so the server may have removed the log; start at the end of the log instead, or name"
                            + " a slot in SlotName");
        }
        slot.get().requireUsable();
        slot.get().requireInactive();
        if (Long.compareUnsigned(position.value(), slot.get().confirmed()) < 0) {
            throw invalidStart(
                    position,
                    "replication slot " + names.slot() + " has been acknowledged up to "
                            + LogSequenceNumber.text(slot.get().confirmed()) + "; start there or later");
        }
        LogSequenceNumber end = server.end(connection);
        if (!end.covers(position)) {
            throw invalidStart(position, "the log ends at " + end.text());
        }
    }

    private static ReplicationException invalidStart(LogSequenceNumber position, String why) {
        return new ReplicationException(
                ErrorCode.START_POSITION_INVALID, "can't start at " + position.text() + ": " + why);
    }

    /**
     * Sets up publication and slot and exports the snapshot that shows the database at the slot's start. If the slot exists, it is
     * left in place, and a temporary one gives the snapshot and its exact place in the log.
     */
    public ExportedSnapshot snapshot(Connection connection, ServerFacts server, List<TableSchema> tables)
            throws SQLException {
        ensurePublication(connection, server, tables);
        Optional<ReplicationSlot> slot = ReplicationSlot.find(connection, names.slot());
        slot.ifPresent(ReplicationSlot::requireUsable);
        Connection replication = connections.openReplication("snapshot");
        try {
            Created created = createSlot(replication, server, slot.isPresent(), "EXPORT_SNAPSHOT");
            return new ExportedSnapshot(created.snapshot(), SnapshotWindow.exactly(created.position()), replication);
        } catch (SQLException | RuntimeException failure) {
            PostgresConnections.abort(replication);
            throw failure;
        }
    }

    /** A slot right after it was made. */
    private record Created(LogSequenceNumber position, String snapshot) {}

    private Created createSlot(Connection replication, ServerFacts server, boolean temporary, String snapshot)
            throws SQLException {
        String name = temporary ? temporaryName(names.slot()) : names.slot();
        making = replication;
        LOG.info("Making replication slot {}; the server waits for transactions that are open now", name);
        try (Statement statement = replication.createStatement();
                ResultSet row = statement.executeQuery("CREATE_REPLICATION_SLOT " + Sql.name(name)
                        + (temporary ? " TEMPORARY" : "") + " LOGICAL pgoutput " + snapshot)) {
            row.next();
            madeSlot |= !temporary;
            LogSequenceNumber position = new LogSequenceNumber(
                    LogSequenceNumber.parse(row.getString("consistent_point")).value(), server.identity());
            String exported = row.getString("snapshot_name");
            return new Created(position, exported == null ? "" : exported);
        } catch (SQLException failure) {
            throw slotFailure(failure);
        } finally {
            making = null;
        }
    }

    private ReplicationException slotFailure(SQLException failure) {
        ReplicationException classified = SourceErrors.classify(failure, "make a replication slot");
        String remedy = switch (classified.code()) {
            case SOURCE_GRANT_MISSING -> "; " + Grants.replication(connections.username());
            case SOURCE_SETTING_WRONG -> "; " + PrerequisiteCheck.settingRemedy(String.valueOf(failure.getMessage()));
            default -> "";
        };
        return remedy.isEmpty()
                ? classified
                : new ReplicationException(classified.code(), classified.getMessage() + remedy, failure);
    }

    /** A name for a slot that ends with its session. */
    public static String temporaryName(String slot) {
        String suffix = "_tmp" + Long.toString(System.nanoTime() & 0xFFFFFFFFFFL, 36);
        return slot.substring(0, Math.min(slot.length(), 63 - suffix.length())) + suffix;
    }

    /** A table that updates can't be logged for must not be published: its owner's own updates would fail. */
    private void ensurePublication(Connection connection, ServerFacts server, List<TableSchema> tables) {
        for (TableSchema table : tables) {
            if (table.rowIdentity() == RowIdentity.NOTHING) {
                throw new ReplicationException(
                        ErrorCode.SOURCE_ROW_IDENTITY_MISSING,
                        PrerequisiteCheck.identityProblem(table) + "; " + PrerequisiteCheck.identityRemedy(table));
            }
        }
        try {
            madePublication |= publication.ensure(connection, server.version(), tables);
        } catch (ReplicationException failure) {
            throw failure.within("capture of " + tables.size() + " tables");
        }
    }

    private void dropSlot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = "
                    + Sql.literal(names.slot()));
        }
    }

    /** Ends the wait for a slot, which lasts as long as transactions that were open when it began. */
    @Override
    public void close() {
        PostgresConnections.abort(making);
    }

    /** Removes slot and publication, unless the user gave them their names and this task found them there. */
    public void end(Connection connection) throws SQLException {
        if (!names.slotIsNamed() || madeSlot) {
            dropSlot(connection);
        } else {
            LOG.info("Replication slot {} is named by the endpoint and stays; it keeps log from removal", names.slot());
        }
        if (!names.publicationIsNamed() || madePublication) {
            publication.drop(connection);
        }
    }
}
