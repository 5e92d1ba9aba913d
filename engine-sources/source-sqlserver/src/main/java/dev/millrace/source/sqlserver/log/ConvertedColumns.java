package dev.millrace.source.sqlserver.log;

import dev.millrace.source.sqlserver.connection.Queries;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Columns of types that Debezium (3.5.0) does not tell, such as {@code sql_variant}, or only as the server's own bytes: it is given what the full load
 * asks for in their place, and is told that they are texts or bytes. Belongs to one run, as capture instances keep their columns. Thread-safe.
 */
final class ConvertedColumns {
    private static final String CHANGES = "cdc";
    /** Columns of what {@link java.sql.DatabaseMetaData#getColumns} gives. */
    private static final int COLUMN_NAME = 4;

    private static final int DATA_TYPE = 5;

    private final Map<String, Map<String, String>> ofChangeTables = new ConcurrentHashMap<>();

    /** A question for changes, with these columns asked for as the load does. */
    String asked(Connection connection, String sql) throws SQLException {
        String table = ReaderQuestions.changeTable(sql);
        Map<String, String> types = ofChangeTables.get(table);
        if (types == null) {
            types = types(connection, CHANGES, table);
            ofChangeTables.put(table, types);
        }
        String asked = sql;
        for (Map.Entry<String, String> column : types.entrySet()) {
            asked = ReaderQuestions.converted(asked, column.getKey(), column.getValue());
        }
        return asked;
    }

    /** The type of each of these columns of a table. */
    static Map<String, String> types(Connection connection, String schema, String table) throws SQLException {
        Map<String, String> types = new HashMap<>();
        for (@Nullable String[] row : Queries.run(connection, ReaderQuestions.CONVERTED_COLUMNS, schema, table)) {
            types.put(String.valueOf(row[0]), String.valueOf(row[1]));
        }
        return types;
    }

    /** A table's columns as the driver describes them, with the types that rows of its changes have. */
    static ResultSet described(Map<String, String> types, ResultSet columns) {
        if (types.isEmpty()) {
            return columns;
        }
        return (ResultSet) Proxy.newProxyInstance(
                ConvertedColumns.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> described(columns, types, method, arguments));
    }

    private static @Nullable Object described(
            ResultSet columns, Map<String, String> types, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("getInt")
                && arguments != null
                && Integer.valueOf(DATA_TYPE).equals(arguments[0])) {
            String type = types.get(columns.getString(COLUMN_NAME));
            if (type != null) {
                return type.startsWith("geo") ? Types.VARBINARY : Types.NVARCHAR;
            }
        }
        try {
            return method.invoke(columns, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }
}
