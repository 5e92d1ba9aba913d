package dev.millrace.examples.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What one server says about all rows of a table.
 *
 * @param rows how many there are
 * @param digest of every value of every row, whatever their order
 */
record TableFingerprint(long rows, String digest) {

    static TableFingerprint of(Connection connection, String table) throws SQLException {
        String sql =
                "SELECT count(*), coalesce(md5(string_agg(row, '' ORDER BY row)), '') FROM (SELECT md5(t::text) AS row FROM "
                        + table + " t) rows";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return new TableFingerprint(result.getLong(1), result.getString(2));
        }
    }
}
