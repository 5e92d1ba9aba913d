package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.source.postgres.connection.PostgresConnections;
import dev.millrace.source.postgres.connection.ServerFacts;
import dev.millrace.source.postgres.position.LogSequenceNumber;
import dev.millrace.source.postgres.snapshot.PostgresSnapshot.ExportedSnapshot;
import dev.millrace.spi.source.SnapshotWindow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Exports snapshots for loads without capture, which need no right to replicate. */
public final class SnapshotExport {
    private SnapshotExport() {}

    public static ExportedSnapshot withoutCapture(PostgresConnections connections, ServerFacts server)
            throws SQLException {
        if (server.standby()) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_SETTING_WRONG,
                    connections.where() + " is a standby, which can't export a snapshot; load from the primary server");
        }
        Connection connection = connections.openBulk("snapshot");
        try (Statement statement = connection.createStatement()) {
            LogSequenceNumber low = server.end(connection);
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            String name = export(statement);
            return new ExportedSnapshot(name, new SnapshotWindow(low, server.end(connection)), connection);
        } catch (SQLException | RuntimeException failure) {
            PostgresConnections.abort(connection);
            throw failure;
        }
    }

    private static String export(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
            row.next();
            return row.getString(1);
        }
    }
}
