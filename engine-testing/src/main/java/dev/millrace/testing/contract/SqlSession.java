package dev.millrace.testing.contract;

import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session of a fixture beside the source or sink under test, in standard SQL: identifiers in double quotes, backslashes without
 * meaning. (On MySQL: {@code sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'}.) Belongs to one thread.
 */
public final class SqlSession implements AutoCloseable {
    private final Connection connection;

    /** Takes the connection over; it is closed with the session. */
    public SqlSession(Connection connection) {
        this.connection = connection;
    }

    /** The quoted identifier. */
    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The quoted name of a table. */
    public static String quoted(TableId table) {
        return quoted(table.schema()) + "." + quoted(table.table());
    }

    /** The quoted identifiers, parted by commas. */
    public static String quoted(List<String> identifiers) {
        return identifiers.stream().map(SqlSession::quoted).collect(Collectors.joining(", "));
    }

    /** Runs statements one after the other. */
    public void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("A statement of the fixture failed", failure);
        }
    }

    /** Inserts one row; columns that are not named are left to the database. */
    public void insert(TableId table, Map<String, @Nullable String> values) {
        String literals = values.values().stream().map(SqlSession::literal).collect(Collectors.joining(", "));
        execute("INSERT INTO " + quoted(table) + " (" + quoted(List.copyOf(values.keySet())) + ") VALUES (" + literals
                + ")");
    }

    /** Inserts rows that have a value for each column of the table, by one statement. */
    public void insert(TableSchema table, List<List<@Nullable String>> rows) {
        String literals = rows.stream()
                .map(row -> row.stream().map(SqlSession::literal).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        execute("INSERT INTO " + quoted(table.id()) + " (" + quoted(columns(table)) + ") VALUES " + literals);
    }

    /** Gives every row that has all the old values new ones. */
    public void update(TableId table, Map<String, @Nullable String> old, Map<String, @Nullable String> values) {
        String assignments = values.entrySet().stream()
                .map(each -> quoted(each.getKey()) + " = " + literal(each.getValue()))
                .collect(Collectors.joining(", "));
        execute("UPDATE " + quoted(table) + " SET " + assignments + where(old));
    }

    /** Deletes every row that has all the old values. */
    public void delete(TableId table, Map<String, @Nullable String> old) {
        execute("DELETE FROM " + quoted(table) + where(old));
    }

    /** Every row of the table, in no order, as {@link TextRows} shows them. */
    public List<List<@Nullable String>> rows(TableSchema table) {
        return query("SELECT " + quoted(columns(table)) + " FROM " + quoted(table.id()));
    }

    private static List<String> columns(TableSchema table) {
        return table.columns().stream().map(column -> column.name()).toList();
    }

    /** The rows that a query gives; bytes as hexadecimal digits. */
    public List<List<@Nullable String>> query(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(value(result, i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException("A query of the fixture failed", failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException("A session of the fixture can't be closed", failure);
        }
    }

    private static String where(Map<String, @Nullable String> values) {
        return values.entrySet().stream()
                .map(each -> quoted(each.getKey())
                        + (each.getValue() == null ? " IS NULL" : " = " + literal(each.getValue())))
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private static String literal(@Nullable String value) {
        return value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
    }

    private static @Nullable String value(ResultSet result, int column) throws SQLException {
        return switch (result.getMetaData().getColumnType(column)) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> hexadecimal(result.getBytes(column));
            default -> result.getString(column);
        };
    }

    private static @Nullable String hexadecimal(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
}
