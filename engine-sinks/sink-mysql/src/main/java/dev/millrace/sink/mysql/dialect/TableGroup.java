package dev.millrace.sink.mysql.dialect;

import dev.millrace.model.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tables of one database, which {@code information_schema} is asked about together. One table is asked for by equality: MariaDB opens every
 * table of the database for anything else.
 */
public final class TableGroup {
    private final String database;
    private final Collection<String> names;
    private final Map<String, TableId> ids = new HashMap<>();

    private TableGroup(String database, Collection<String> names) {
        this.database = database;
        this.names = names;
        // a server with lower_case_table_names answers in lower case
        names.forEach(name -> ids.put(name.toLowerCase(Locale.ROOT), new TableId(database, name)));
        names.forEach(name -> ids.put(name, new TableId(database, name)));
    }

    /** The tables by database. */
    public static List<TableGroup> of(Collection<TableId> tables) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (TableId table : tables) {
            names.computeIfAbsent(table.schema(), none -> new LinkedHashSet<>()).add(table.table());
        }
        return names.entrySet().stream()
                .map(group -> new TableGroup(group.getKey(), group.getValue()))
                .toList();
    }

    /** @param sql a query whose first column is the table's name, with a place for the database and {@code %s} behind the name */
    public void read(Connection connection, String sql, RowReader reader) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql.formatted(condition()))) {
            int parameter = 0;
            select.setString(++parameter, database);
            for (String name : names) {
                select.setString(++parameter, name);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reader.read(id(row.getString(1)), row);
                }
            }
        }
    }

    private String condition() {
        return names.size() == 1 ? "= ?" : "IN (?" + ", ?".repeat(names.size() - 1) + ")";
    }

    private TableId id(String name) {
        TableId exact = ids.get(name);
        return exact == null ? ids.getOrDefault(name.toLowerCase(Locale.ROOT), new TableId(database, name)) : exact;
    }

    /** Takes one row. */
    @FunctionalInterface
    public interface RowReader {
        void read(TableId table, ResultSet row) throws SQLException;
    }
}
