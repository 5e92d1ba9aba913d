package dev.millrace.sink.dynamodb;

import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskState;
import dev.millrace.taskfile.TaskFile;
import dev.millrace.testing.fault.FaultProxy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service answers with errors, and is gone again and again, while rows come, change, move and go, so that batches are cut anywhere and
 * applied anew. Rows of few keys, and values that the log leaves out, are what a replay could get wrong. In the end everything that was ever
 * written to an item that is still there comes a second time, as late as can be, and must leave it as it is.
 */
class FaultyServiceIT {
    private static final Pattern ID = Pattern.compile("\"id\":\\{\"N\":\"(\\d+)\"}");
    private static final int ROUNDS = 6;
    private static final int CHANGES = 150;
    private static final int KEYS = 40;

    /** Shorter than requests are made again without the knowledge of the task; the other one is longer. */
    private static final int DOWN_MILLIS = 600;

    private static final int LONG_DOWN_MILLIS = 6_000;

    /** About as long as the task takes to come back and read. */
    private static final int UP_MILLIS = 900;

    /** Too large for its row, so that an update that keeps it leaves it out of the log. */
    private static final int LARGE = 9_000;

    private static final long SEED = 4;

    private final Random random = new Random(SEED);

    @Test
    void endsUpAsTheSource() throws Exception {
        try (PostgresServer server = PostgresServer.builder().start();
                LocalDynamo dynamo = new LocalDynamo();
                UnreliableService service =
                        UnreliableService.before(LocalDynamo.server().endpoint(), SEED);
                FaultProxy proxy = FaultProxy.to("127.0.0.1", service.port());
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
                Statement source = connection.createStatement()) {
            source.execute("CREATE TABLE goods (id int PRIMARY KEY, version int, note text)");
            source.execute("ALTER TABLE goods ALTER note SET STORAGE EXTERNAL");
            for (int id = 0; id < KEYS; id += 2) {
                source.execute(insert(id));
            }
            try (ReplicationTask task = task(server, proxy, dynamo)) {
                task.start();
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !isEmpty(dynamo));
                for (int round = 0; round < ROUNDS; round++) {
                    change(connection, source);
                    TimeUnit.MILLISECONDS.sleep(UP_MILLIS + random.nextInt(UP_MILLIS));
                    proxy.refuseNewConnections();
                    proxy.cutAll();
                    TimeUnit.MILLISECONDS.sleep(round % 3 == 0 ? LONG_DOWN_MILLIS : DOWN_MILLIS);
                    proxy.heal();
                }
                source.execute("INSERT INTO goods VALUES (" + 2 * KEYS + ", 0, 'the last')");
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                    assertThat(task.status().state()).as("%s", task.status()).isEqualTo(TaskState.RUNNING);
                    return dynamo.shown("goods").stream().anyMatch(item -> item.contains("the last"));
                });
                List<RecordedChange> refused = task.refusedChanges(10);
                assertThat(refused).isEmpty();
            }
            assertThat(dynamo.shown("goods")).isEqualTo(rows(source));
            assertThat(service.errors()).isPositive();
            deliverAgain(service, dynamo);
            assertThat(dynamo.shown("goods")).isEqualTo(rows(source));
        }
    }

    /** What is gone by now is left out: nothing tells that it has been there. */
    private void deliverAgain(UnreliableService service, LocalDynamo dynamo) throws IOException {
        Set<String> ids = new HashSet<>();
        dynamo.items("goods").forEach(item -> ids.add(item.get("id").n()));
        List<UnreliableService.Write> late = new ArrayList<>();
        for (UnreliableService.Write write : service.writes()) {
            Matcher id = ID.matcher(write.text());
            if (write.text().contains("\"goods\"") && id.find() && ids.contains(id.group(1))) {
                late.add(write);
            }
        }
        assertThat(late).hasSizeGreaterThan(ids.size());
        Collections.shuffle(late, random);
        for (UnreliableService.Write write : late) {
            service.deliver(write);
        }
    }

    private static boolean isEmpty(LocalDynamo dynamo) {
        return !dynamo.client().listTables().tableNames().contains("goods")
                || dynamo.shown("goods").isEmpty();
    }

    private void change(Connection connection, Statement source) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < CHANGES; i++) {
            change(source);
            if (random.nextInt(4) == 0) {
                connection.commit();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void change(Statement source) throws SQLException {
        int id = random.nextInt(KEYS);
        switch (random.nextInt(4)) {
            case 0 -> source.execute(insert(id) + " ON CONFLICT DO NOTHING");
            case 1 -> source.execute("UPDATE goods SET version = version + 1 WHERE id = " + id);
            case 2 -> source.execute("DELETE FROM goods WHERE id = " + id);
            default -> {
                int to = random.nextInt(KEYS);
                source.execute("UPDATE goods SET id = " + to + " WHERE id = " + id
                        + " AND NOT EXISTS (SELECT FROM goods WHERE id = " + to + ")");
            }
        }
    }

    private String insert(int id) {
        String letter = "" + (char) ('a' + random.nextInt(26));
        return "INSERT INTO goods VALUES (" + id + ", 0, '" + letter.repeat(LARGE) + "')";
    }

    private static List<String> rows(Statement source) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = source.executeQuery("SELECT id, version, note FROM goods")) {
            while (result.next()) {
                TreeMap<String, String> row = new TreeMap<>();
                row.put("id", result.getString(1));
                row.put("version", result.getString(2));
                row.put("note", result.getString(3));
                rows.add(row.toString());
            }
        }
        return rows.stream().sorted().toList();
    }

    private static ReplicationTask task(PostgresServer server, FaultProxy proxy, LocalDynamo dynamo) {
        return ReplicationTask.builder(TaskFile.parse("""
                {"ReplicationTaskIdentifier": "faulty", "MigrationType": "full-load-and-cdc",
                 "SourceEndpoint": {"EngineName": "postgres", "ServerName": "%s", "Port": %d,
                   "DatabaseName": "postgres", "Username": "%s", "Password": "%s"},
                 "TargetEndpoint": {"EngineName": "dynamodb", "EndpointUrl": "http://%s:%d", "Username": "%s",
                   "Password": "secret"},
                 "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                   "rule-action": "include", "object-locator": {"schema-name": "public", "table-name": "%%"}}]},
                 "ReplicationTaskSettings": {"ErrorBehavior": {"RecoverableErrorCount": -1,
                   "RecoverableErrorInterval": 1, "RecoverableErrorThrottling": false}}}
                """.formatted(
                                        server.host(),
                                        server.port(),
                                        server.username(),
                                        server.password(),
                                        proxy.host(),
                                        proxy.port(),
                                        dynamo.endpoint().username()))
                        .configuration())
                .build();
    }
}
