package dev.millrace.sink.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has DuckDB read files of Parquet; bytes come as hexadecimal digits. */
final class ParquetText {
    private static @Nullable Connection duck;

    private ParquetText() {}

    /** The one connection that all tests of the JVM share. */
    private static synchronized Connection duck() throws SQLException {
        Connection known = duck;
        if (known == null) {
            known = DriverManager.getConnection("jdbc:duckdb:");
            duck = known;
        }
        return known;
    }

    static List<List<@Nullable String>> rows(byte[] content) {
        try (Statement statement = duck().createStatement()) {
            Path file = Files.createTempFile(Path.of("target").toAbsolutePath(), "rows", ".parquet");
            try {
                Files.write(file, content);
                return rows(statement, "'" + file + "'");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<List<@Nullable String>> rows(Statement statement, String file) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + file)) {
            while (described.next()) {
                String name = '"' + described.getString("column_name").replace("\"", "\"\"") + '"';
                columns.add(described.getString("column_type").equals("BLOB") ? "lower(hex(" + name + "))" : name);
            }
        }
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + file)) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
