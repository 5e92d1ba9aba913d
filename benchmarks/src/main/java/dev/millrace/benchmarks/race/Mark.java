package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The row that the last transaction of a backlog inserts: whoever sees it on the target sees everything before it, too. */
final class Mark implements AutoCloseable {
    static final Table TABLE = Table.of("marks", "id integer NOT NULL PRIMARY KEY");

    /** What the backlog ends with. */
    static final int LAST = 1;

    private final Connection connection;
    private final PreparedStatement query;

    private Mark(Connection connection, int id) throws SQLException {
        this.connection = connection;
        this.query = connection.prepareStatement("SELECT count(*) FROM race.marks WHERE id = " + id);
    }

    static Mark watch(RaceServer target, String database, int id) throws SQLException {
        return on(target.connect(database), id);
    }

    /** Closing it closes the connection. */
    static Mark on(Connection connection, int id) throws SQLException {
        return new Mark(connection, id);
    }

    /** The statement that sets it. */
    static String set(int id) {
        return "INSERT INTO " + TABLE.qualifiedName() + " VALUES (" + id + ")";
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
