package dev.millrace.benchmarks.race;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What one server says about all rows of the table of orders.
 *
 * @param rows how many there are
 * @param digest a sum over the text of every row
 */
record TableDigest(long rows, String digest) {
    static TableDigest of(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return new TableDigest(result.getLong(1), result.getString(2));
        }
    }
}
