package dev.millrace.source.postgres.snapshot;

import dev.millrace.model.BulkFormat;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.SourceErrors;
import dev.millrace.spi.source.BulkReader;
import dev.millrace.spi.source.Chunk;
import dev.millrace.spi.source.ChunkPolicy;
import dev.millrace.spi.source.ChunkReader;
import dev.millrace.spi.source.Snapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Tables as they were at one place in the log, read by any number of threads. The snapshot lives as long as the session that
 * exported it, which must stay idle.
 */
public final class PostgresSnapshot implements Snapshot {
    private final ExportedSnapshot exported;
    private final SnapshotSessions sessions;
    private final int serverVersion;

    public PostgresSnapshot(PostgresConnections connections, ExportedSnapshot exported, int serverVersion) {
        this.exported = exported;
        this.sessions = new SnapshotSessions(connections, exported.name());
        this.serverVersion = serverVersion;
    }

    @Override
    public SourcePosition start() {
        return exported.window().low();
    }

    @Override
    public List<Chunk> plan(TableSchema table, ChunkPolicy policy) {
        Connection connection = null;
        try {
            connection = sessions.borrow();
            List<Chunk> chunks = new ChunkPlanner(connection, serverVersion).plan(table, policy);
            Connection done = connection;
            connection = null;
            sessions.giveBack(done);
            return chunks;
        } catch (SQLException failure) {
            throw SourceErrors.classify(failure, "plan the load of table " + table.id());
        } finally {
            if (connection != null) {
                sessions.discard(connection);
            }
        }
    }

    @Override
    public ChunkReader read(TableSchema table, Chunk chunk) {
        return new CopyChunkReader(stream(table, chunk, CopyFormat.TEXT), new CopyTextParser(table));
    }

    @Override
    public List<BulkFormat> bulkFormats(TableSchema table) {
        return CopyFormat.bulkFormats();
    }

    @Override
    public BulkReader readBulk(TableSchema table, Chunk chunk, BulkFormat format) {
        return new CopyBulkReader(stream(table, chunk, CopyFormat.of(format)));
    }

    private ChunkStream stream(TableSchema table, Chunk chunk, CopyFormat format) {
        return new ChunkStream(sessions, table, ChunkBounds.parse(chunk.bounds()), format, exported.window());
    }

    @Override
    public void close() {
        sessions.close();
        exported.close();
    }

    /**
     * A snapshot that other sessions can take up.
     *
     * @param name what {@code SET TRANSACTION SNAPSHOT} takes
     * @param window the place in the log that it shows
     * @param exporter the session that keeps it alive
     */
    public record ExportedSnapshot(String name, SnapshotWindow window, Connection exporter) implements AutoCloseable {
        @Override
        public void close() {
            PostgresConnections.abort(exporter);
        }
    }
}
