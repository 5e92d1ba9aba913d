package dev.millrace.benchmarks.race;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The row that the last transaction of a backlog inserts: whoever sees it on the target sees everything before it, too. */
final class Mark implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement query;

    private Mark(Connection connection, int id) throws SQLException {
        this.connection = connection;
        this.query = connection.prepareStatement("SELECT count(*) FROM race.marks WHERE id = " + id);
    }

    static Mark watch(TargetDatabases targets, String database, int id) throws SQLException {
        return new Mark(targets.connect(database), id);
    }

    boolean isSet() throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1) > 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
