package dev.millrace.crash;

import dev.millrace.servers.dynamodb.DynamoDbServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Tables of items, and rows of a database in the form in which both can be compared. */
public final class ItemTarget implements AutoCloseable {
    private static final String ACCESS_KEY = "crash";

    private final DynamoDbServer server;
    private final DynamoDbClient client;

    private ItemTarget(DynamoDbServer server) {
        this.server = server;
        this.client = DynamoDbClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, "secret")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    public static ItemTarget start(Path folder) {
        return new ItemTarget(DynamoDbServer.start(folder));
    }

    /** What a task file says about it. */
    public String endpoint() {
        return """
                { "EngineName": "dynamodb", "EndpointUrl": "%s", "Username": "%s", "Password": "secret" }""".formatted(server.endpoint(), ACCESS_KEY);
    }

    /** Every item, without its version, as text; none if there is no such table. */
    public List<String> items(String table) {
        List<String> items = new ArrayList<>();
        try {
            for (Map<String, AttributeValue> item : client.scanPaginator(
                            request -> request.tableName(table).consistentRead(true))
                    .items()) {
                TreeMap<String, String> shown = new TreeMap<>();
                item.forEach((name, value) -> {
                    if (!name.startsWith("_millrace")) {
                        shown.put(name, text(value));
                    }
                });
                items.add(shown.toString());
            }
        } catch (ResourceNotFoundException notMadeYet) {
            return List.of();
        }
        return items.stream().sorted().toList();
    }

    /** The numbers in one attribute, by those in another. */
    Map<Long, Long> numbers(String table, String key, String attribute) {
        Map<Long, Long> numbers = new TreeMap<>();
        try {
            client.scanPaginator(request -> request.tableName(table).consistentRead(true))
                    .items()
                    .forEach(item -> numbers.put(
                            Long.parseLong(item.get(key).n()),
                            Long.parseLong(item.get(attribute).n())));
        } catch (ResourceNotFoundException notMadeYet) {
            return Map.of();
        }
        return numbers;
    }

    private static String text(AttributeValue value) {
        return switch (value.type()) {
            case N -> number(new BigDecimal(value.n()));
            case BOOL -> value.bool() ? "1" : "0";
            case B -> HexFormat.of().formatHex(value.b().asByteArray());
            default -> moment(value.s());
        };
    }

    /** Texts that are no points in time stay as they are. */
    private static String moment(String text) {
        return text.matches("\\d{4,}-\\d\\d-\\d\\d \\d\\d:.*")
                ? LocalDateTime.parse(text.replace(' ', 'T').replace("+00", "")).toString()
                : text;
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Every row of a database's table as the text of the item that it must be. */
    static List<String> rows(Connection source, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
            ResultSetMetaData columns = result.getMetaData();
            while (result.next()) {
                TreeMap<String, String> row = new TreeMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    String text = text(result, column, columns);
                    if (text != null) {
                        row.put(columns.getColumnName(column), text);
                    }
                }
                rows.add(row.toString());
            }
        }
        return rows.stream().sorted().toList();
    }

    private static @Nullable String text(ResultSet row, int column, ResultSetMetaData columns) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        return switch (columns.getColumnType(column)) {
            case Types.BOOLEAN, Types.BIT -> text.equals("t") || text.equals("true") || text.equals("1") ? "1" : "0";
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL ->
                number(row.getBigDecimal(column));
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> number(BigDecimal.valueOf(row.getDouble(column)));
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                HexFormat.of().formatHex(row.getBytes(column));
            case Types.TIMESTAMP -> timestamp(row, column, columns);
            default -> text;
        };
    }

    private static String timestamp(ResultSet row, int column, ResultSetMetaData columns) throws SQLException {
        return columns.getColumnTypeName(column).toLowerCase(Locale.ROOT).equals("timestamptz")
                ? row.getObject(column, OffsetDateTime.class)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .toString()
                : row.getObject(column, LocalDateTime.class).toString();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
