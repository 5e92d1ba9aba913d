package dev.millrace.benchmarks.race;

import dev.millrace.benchmarks.race.workload.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;

/** The row with the greatest key, which the backlog inserts and leaves alone: put into a target before, it is there in the end all the same. */
final class TakenRow {
    private TakenRow() {}

    static void copy(RaceServer source, RaceServer target, String database, Table table) throws SQLException {
        String newest = "SELECT * FROM " + table.qualifiedName() + " ORDER BY id DESC LIMIT 1";
        try (Connection from = source.connect(source.home());
                Connection to = target.connect(database);
                Statement query = from.createStatement();
                ResultSet row = query.executeQuery(newest)) {
            row.next();
            int columns = row.getMetaData().getColumnCount();
            String places = String.join(", ", Collections.nCopies(columns, "?"));
            try (PreparedStatement insert =
                    to.prepareStatement("INSERT INTO " + table.qualifiedName() + " VALUES (" + places + ")")) {
                for (int column = 1; column <= columns; column++) {
                    insert.setObject(column, row.getObject(column));
                }
                insert.executeUpdate();
            }
        }
    }
}
