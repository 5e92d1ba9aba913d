package dev.millrace.emulated.oracle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the driver of Oracle 19c tells of the database, from the dictionary. */
final class MetadataAnswers {
    private static final String PRODUCT =
            "Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production\nVersion 19.3.0.0.0";
    private final Connection connection;

    MetadataAnswers(Connection connection) {
        this.connection = connection;
    }

    Object answer(String question, @Nullable Object[] arguments) throws SQLException {
        return switch (question) {
            case "getDatabaseProductName" -> "Oracle";
            case "getDatabaseProductVersion" -> PRODUCT;
            case "getDatabaseMajorVersion" -> 19;
            case "getDatabaseMinorVersion" -> 0;
            case "getDriverName" -> "Oracle JDBC driver";
            case "getURL", "getUserName" -> EmulatedOracle.USER;
            case "getSearchStringEscape" -> "/";
            case "getSQLKeywords" -> "";
            case "getMaxColumnNameLength", "getMaxTableNameLength" -> 128;
            case "getTables" ->
                query(
                        "SELECT NULL TABLE_CAT, OWNER TABLE_SCHEM, TABLE_NAME, 'TABLE' TABLE_TYPE, NULL REMARKS FROM ALL_TABLES"
                                + " WHERE OWNER LIKE ? ESCAPE '/' AND TABLE_NAME LIKE ? ESCAPE '/'",
                        any(arguments[1]),
                        any(arguments[2]));
            case "getColumns" ->
                query(
                        "SELECT NULL, OWNER, TABLE_NAME, COLUMN_NAME, JDBC_TYPE$, JDBC_NAME$, JDBC_SIZE$, 0, JDBC_DIGITS$, 10,"
                                + " CASE NULLABLE WHEN 'Y' THEN 1 ELSE 0 END, NULL, DATA_DEFAULT, 0, 0, 0, COLUMN_ID, NULLABLE,"
                                + " NULL, NULL, NULL, NULL, 'NO', 'NO' FROM ALL_TAB_COLS WHERE OWNER LIKE ? ESCAPE '/'"
                                + " AND TABLE_NAME LIKE ? ESCAPE '/' AND HIDDEN_COLUMN = 'NO' ORDER BY OWNER, TABLE_NAME, COLUMN_ID",
                        any(arguments[1]),
                        any(arguments[2]));
            case "getPrimaryKeys" ->
                query(
                        "SELECT NULL, K.OWNER, K.TABLE_NAME, C.COLUMN_NAME, C.POSITION, K.CONSTRAINT_NAME FROM ALL_CONSTRAINTS K"
                                + " JOIN ALL_CONS_COLUMNS C ON C.OWNER = K.OWNER AND C.CONSTRAINT_NAME = K.CONSTRAINT_NAME"
                                + " WHERE K.CONSTRAINT_TYPE = 'P' AND K.OWNER = ? AND K.TABLE_NAME = ?",
                        plain(arguments[1]),
                        plain(arguments[2]));
            case "getIndexInfo" ->
                query(
                        "SELECT NULL, I.TABLE_OWNER, I.TABLE_NAME, 0, NULL, I.INDEX_NAME, 1, C.COLUMN_POSITION, C.COLUMN_NAME"
                                + " FROM ALL_INDEXES I JOIN ALL_IND_COLUMNS C ON C.INDEX_OWNER = I.OWNER AND C.INDEX_NAME = I.INDEX_NAME"
                                + " WHERE I.UNIQUENESS = 'UNIQUE' AND I.TABLE_OWNER = ? AND I.TABLE_NAME = ? ORDER BY 6, 8",
                        plain(arguments[1]),
                        plain(arguments[2]));
            default -> throw new SQLException("the emulation does not know the question " + question);
        };
    }

    private static String any(@Nullable Object pattern) {
        return pattern == null ? "%" : pattern.toString();
    }

    private static String plain(@Nullable Object name) {
        return String.valueOf(name).replace("\"", "");
    }

    private Object query(String sql, String first, String second) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.closeOnCompletion();
        query.setString(1, first);
        query.setString(2, second);
        return query.executeQuery();
    }
}
