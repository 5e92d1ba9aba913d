package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.spi.EndpointSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes rows to a local file, and has DuckDB read it. */
final class ParquetFiles implements AutoCloseable {
    private final Path file;
    private final Connection duck;

    ParquetFiles(Path file) throws SQLException {
        this.file = file;
        this.duck = DriverManager.getConnection("jdbc:duckdb:");
    }

    /** Writes the rows one by one. */
    FileBody write(Map<String, String> settings, boolean gzip, TableSchema table, List<Row> rows) throws IOException {
        ParquetFormat format = new ParquetFormat(ParquetSettings.of(new EndpointSettings(settings)), gzip);
        ParquetRows encoder = new ParquetRows(table, List.of("Op"), format);
        ByteBuilder packed = new ByteBuilder();
        try (OutputStream out = Files.newOutputStream(file)) {
            FileBody body = encoder.open(out);
            for (Row row : rows) {
                packed.clear();
                encoder.append(List.of("I"), row, null, Image.WHOLE, packed);
                body.write(packed.array(), 0, packed.size());
            }
            body.finish();
            return body;
        }
    }

    /** @param sql of which {@code %s} is the file's name in quotes */
    List<List<@Nullable String>> query(String sql) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Statement statement = duck.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet result = statement.executeQuery(String.format(sql, "'" + file + "'"))) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        duck.close();
    }
}
