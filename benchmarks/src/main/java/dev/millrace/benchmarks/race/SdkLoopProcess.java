package dev.millrace.benchmarks.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What one writes by hand, in a JVM of its own, on the other end of {@link ChildJvm}: {@code SELECT}s whose rows go into
 * {@code BatchWriteItem}. Its argument is a file of properties, which {@link SdkLoop} writes.
 */
public final class SdkLoopProcess {
    static final String SOURCE_URL = "source.url";
    static final String SOURCE_USER = "source.user";
    static final String SOURCE_PASSWORD = "source.password";
    static final String ENDPOINT = "endpoint";
    static final String ACCESS_KEY = "access.key";
    static final String TABLE = "table";

    /** Begins the name of every query; what they give is put side by side. */
    static final String QUERY = "query.";

    static final int ITEMS = 25;

    private static final int AHEAD = 64;
    private static final List<WriteRequest> END = List.of();

    private final Properties settings;
    private final List<String> queries;
    private final DynamoDbClient client;
    private final BlockingQueue<List<WriteRequest>> batches = new ArrayBlockingQueue<>(AHEAD);
    private final AtomicInteger reading;

    private SdkLoopProcess(Properties settings, DynamoDbClient client) {
        this.settings = settings;
        this.client = client;
        this.queries = settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith(QUERY))
                .map(settings::getProperty)
                .toList();
        this.reading = new AtomicInteger(queries.size());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
            settings.load(file);
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (DynamoDbClient client =
                ItemRaceTarget.client(settings.getProperty(ENDPOINT), settings.getProperty(ACCESS_KEY))) {
            SdkLoopProcess loop = new SdkLoopProcess(settings, client);
            System.out.println(ChildJvm.READY);
            if (input.readLine() != null) {
                System.out.println(loop.run());
                input.readLine();
            }
        }
    }

    private String run() throws InterruptedException {
        List<Callable<Void>> loops = new ArrayList<>();
        queries.forEach(query -> loops.add(() -> read(query)));
        for (int i = 0; i < ItemRaceTarget.REQUESTS; i++) {
            loops.add(this::write);
        }
        ExecutorService threads = Executors.newFixedThreadPool(loops.size());
        try {
            for (Future<Void> ended : threads.invokeAll(loops)) {
                ended.get();
            }
            return ChildJvm.DONE;
        } catch (ExecutionException failure) {
            return ChildJvm.FAILED + " " + failure.getCause();
        } finally {
            threads.shutdownNow();
        }
    }

    private Void read(String query) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(
                        settings.getProperty(SOURCE_URL),
                        settings.getProperty(SOURCE_USER),
                        settings.getProperty(SOURCE_PASSWORD));
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(1_000);
            List<WriteRequest> batch = new ArrayList<>(ITEMS);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    Map<String, AttributeValue> item = item(rows);
                    batch.add(WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build());
                    if (batch.size() == ITEMS) {
                        batches.put(batch);
                        batch = new ArrayList<>(ITEMS);
                    }
                }
            }
            if (!batch.isEmpty()) {
                batches.put(batch);
            }
        }
        if (reading.decrementAndGet() == 0) {
            batches.put(END);
        }
        return null;
    }

    private static Map<String, AttributeValue> item(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, AttributeValue> item = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String text = rows.getString(i);
            item.put(
                    columns.getColumnName(i),
                    isNumber(columns.getColumnType(i)) ? AttributeValue.fromN(text) : AttributeValue.fromS(text));
        }
        return item;
    }

    private static boolean isNumber(int type) {
        return type == Types.BIGINT || type == Types.INTEGER || type == Types.SMALLINT || type == Types.DECIMAL;
    }

    private Void write() throws InterruptedException {
        List<WriteRequest> batch = batches.take();
        while (!batch.isEmpty()) {
            Map<String, List<WriteRequest>> left = Map.of(settings.getProperty(TABLE), batch);
            while (!left.isEmpty()) {
                Map<String, List<WriteRequest>> sent = left;
                left = client.batchWriteItem(request -> request.requestItems(sent))
                        .unprocessedItems();
            }
            batch = batches.take();
        }
        batches.put(END);
        return null;
    }
}
