package dev.millrace.source.postgres.reader;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.capture.Publication;
import dev.millrace.source.postgres.capture.ReplicationSlot;
import dev.millrace.source.postgres.catalog.CatalogReader;
import dev.millrace.source.postgres.catalog.CatalogTable;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.ServerFacts;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.source.postgres.decoding.PgOutputDecoder;
import dev.millrace.source.postgres.decoding.TrackedTables;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.position.Timelines;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.source.ChangeReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens change readers, after making sure that the log can be read from the position without a gap. */
public final class ReaderOpening {
    private final PostgresConnections connections;
    private final CatalogReader catalog;
    private final String slotName;
    private final Publication publication;
    private final String taskName;
    private final ReadPolicy policy;

    public ReaderOpening(
            PostgresConnections connections,
            CatalogReader catalog,
            String slotName,
            Publication publication,
            String taskName,
            EndpointSettings settings) {
        this.connections = connections;
        this.catalog = catalog;
        this.slotName = slotName;
        this.publication = publication;
        this.taskName = taskName;
        this.policy = ReadPolicy.of(settings);
    }

    public ChangeReader open(
            Connection connection, ServerFacts server, LogSequenceNumber from, List<TableSchema> tables)
            throws SQLException {
        new Timelines(server.identity(), this::historyFile).requireHistoryOf(from);
        requireReadable(connection, from);
        publication.require(connection, tables);
        Set<TableId> wanted = tables.stream().map(TableSchema::id).collect(Collectors.toSet());
        List<CatalogTable> current = catalog.read(connection, wanted::contains);
        TrackedTables tracked = new TrackedTables(tables, current, new CatalogLookup(connections, catalog));
        PgOutputDecoder decoder = new PgOutputDecoder(tracked, from, server.identity());
        ReadPolicy chosen = server.standby() ? policy.streamOnly() : policy;
        LogChannel channel =
                new AdaptiveChannel(connections, slotName, publication.name(), decoder, chosen, from.value());
        return new PostgresChangeReader(channel, decoder, from, server.identity(), taskName);
    }

    private void requireReadable(Connection connection, LogSequenceNumber from) throws SQLException {
        ReplicationSlot slot =
                ReplicationSlot.find(connection, slotName).orElseThrow(() -> ReplicationSlot.missing(slotName));
        slot.requireUsable();
        slot.requireInactive();
        if (Long.compareUnsigned(from.value(), slot.confirmed()) < 0) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_LOG_PURGED,
                    "replication slot " + slotName + " was acknowledged up to "
                            + LogSequenceNumber.text(slot.confirmed()) + " by somebody else, and the task stands at "
                            + from.text() + ": changes between the two can't be read again. Reload the task's tables,"
                            + " and let no other reader use this slot");
        }
    }

    private String historyFile(int timeline) {
        Connection replication = connections.openReplication("timeline");
        try (Statement statement = replication.createStatement();
                ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            return row.next() ? row.getString(2) : "";
        } catch (SQLException failure) {
            throw SourceErrors.classify(failure, "read the history of timeline " + timeline);
        } finally {
            PostgresConnections.abort(replication);
        }
    }
}
