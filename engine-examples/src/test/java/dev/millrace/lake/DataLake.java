package dev.millrace.lake;

import dev.millrace.servers.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An S3 server with a bucket, and DuckDB to read the files that are in it. */
public final class DataLake implements AutoCloseable {
    private static final String BUCKET = "lake";

    private final S3Server server;
    private final S3Client client;
    private final Path downloads;

    private DataLake(S3Server server, S3Client client, Path downloads) {
        this.server = server;
        this.client = client;
        this.downloads = downloads;
    }

    public static DataLake start(Path folder) throws IOException {
        S3Server server = S3Server.start(folder.resolve("server"));
        S3Client client = S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY)))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        client.createBucket(request -> request.bucket(BUCKET));
        return new DataLake(server, client, Files.createDirectories(folder.resolve("downloads")));
    }

    /** What a task file says about it, with further settings, each with a comma in front. */
    public String endpoint(String folder, String settings) {
        return endpoint(folder, settings, port());
    }

    /** As {@link #endpoint(String, String)}, with somebody in between. */
    String endpoint(String folder, String settings, int port) {
        return """
                {"EngineName": "s3", "EndpointUrl": "http://127.0.0.1:%d", "Username": "%s", "Password": "%s",
                 "S3Settings": {"BucketName": "%s", "BucketFolder": "%s"%s}}""".formatted(port, S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY, BUCKET, folder, settings);
    }

    int port() {
        return server.endpoint().getPort();
    }

    /** Keys below a prefix, in order. */
    public List<String> keys(String prefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .filter(S3Server::isWhole)
                .toList();
    }

    /** The rows of a file in their order, as DuckDB reads them; bytes, in a Parquet file those of column {@code raw}, are hexadecimal digits. */
    public List<List<@Nullable String>> rows(String key, int columns) throws SQLException {
        return rows(key, file -> key.endsWith(".parquet") ? parquetWithBytes(file) : csv(file, columns));
    }

    /** The rows of a Parquet file without bytes, in their order, as DuckDB reads them. */
    public List<List<@Nullable String>> parquet(String key) throws SQLException {
        return rows(key, file -> "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM '" + file + "'");
    }

    private List<List<@Nullable String>> rows(String key, Function<Path, String> query) throws SQLException {
        Path file = downloads.resolve(key.replace('/', '_'));
        client.getObject(request -> request.bucket(BUCKET).key(key), file);
        try {
            return rows(query.apply(file));
        } finally {
            delete(file);
        }
    }

    private static String parquetWithBytes(Path file) {
        return "SELECT * REPLACE (lower(hex(raw)) AS raw) FROM '" + file + "'";
    }

    private static String csv(Path file, int columns) {
        StringBuilder types = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            types.append(i == 0 ? "" : ", ").append("'c").append(i).append("': 'VARCHAR'");
        }
        return "SELECT * FROM read_csv('" + file + "', auto_detect = false, header = false, delim = ',',"
                + " quote = '\"', escape = '\"', nullstr = 'NULL', allow_quoted_nulls = false, new_line = '\\n', parallel = false,"
                + " columns = {" + types + "})";
    }

    private static List<List<@Nullable String>> rows(String query) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
