package dev.millrace.sink.mysql;

import dev.millrace.sink.mysql.dialect.ServerVersion;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * What a server says of itself on the first connection.
 *
 * @param version which server it is
 * @param localInfile whether it takes {@code LOAD DATA LOCAL}
 * @param memoryTables whether it makes {@code MEMORY} tables
 * @param foreignKeys whether sessions enforce foreign keys, which the user's script may switch off
 */
record ServerFacts(ServerVersion version, boolean localInfile, boolean memoryTables, boolean foreignKeys) {
    private static final String FACTS = "SELECT @@version, @@local_infile, @@foreign_key_checks";
    private static final String ENGINES = "SHOW GLOBAL VARIABLES LIKE 'disabled_storage_engines'";

    static ServerFacts read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean memoryTables = true;
            try (ResultSet row = statement.executeQuery(ENGINES)) {
                if (row.next()) {
                    memoryTables = !row.getString(2).toUpperCase(Locale.ROOT).contains("MEMORY");
                }
            }
            try (ResultSet row = statement.executeQuery(FACTS)) {
                row.next();
                return new ServerFacts(
                        ServerVersion.parse(row.getString(1)), row.getBoolean(2), memoryTables, row.getBoolean(3));
            }
        }
    }
}
