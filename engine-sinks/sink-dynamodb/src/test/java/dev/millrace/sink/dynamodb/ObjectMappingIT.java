package dev.millrace.sink.dynamodb;

import dev.millrace.config.StopCondition;
import dev.millrace.error.ErrorCode;
import dev.millrace.servers.PostgresServer;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskState;
import dev.millrace.task.TaskStatus;
import dev.millrace.taskfile.TaskFile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole tasks with an object-mapping rule, where the log of PostgreSQL tells less than all. */
class ObjectMappingIT {
    /** Too large for its row, so that an update that keeps it leaves it out of the log. */
    private static final int LARGE = 9_000;

    private static PostgresServer server;

    private final LocalDynamo dynamo = new LocalDynamo();

    @BeforeAll
    static void startServer() {
        server = PostgresServer.builder().start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        execute(
                "DROP TABLE IF EXISTS people",
                "CREATE TABLE people (id int PRIMARY KEY, first text, last text, age int, cv text)",
                "ALTER TABLE people ALTER cv SET STORAGE EXTERNAL",
                "INSERT INTO people VALUES (1, 'Ada', 'Byron', 36, repeat('a', " + LARGE + ")), (2, 'Alan', 'Turing',"
                        + " 41, 'short')");
    }

    @AfterEach
    void deleteTask() {
        dynamo.close();
    }

    @Test
    void itemsMoveWithTheColumnsThatTheirKeysAreMadeOf() throws Exception {
        execute("ALTER TABLE people REPLICA IDENTITY FULL");
        String mapping = mapping("map-record-to-document", "who", "${first} ${last}", "\"exclude-columns\": [\"cv\"],");
        try (Task task = new Task("moves", "full-load-and-cdc", mapping)) {
            assertThat(task.run().state()).isEqualTo(TaskState.STOPPED);
            assertThat(documents())
                    .containsExactlyInAnyOrder(
                            "Ada Byron {age=36, first=Ada, id=1, last=Byron}",
                            "Alan Turing {age=41, first=Alan, id=2, last=Turing}");

            execute(
                    "UPDATE people SET last = 'Lovelace' WHERE id = 1",
                    "UPDATE people SET age = 37 WHERE id = 1",
                    "UPDATE people SET id = 20 WHERE id = 2",
                    "UPDATE people SET age = NULL WHERE id = 20",
                    "INSERT INTO people VALUES (3, 'Grace', 'Hopper', 85, NULL)",
                    "INSERT INTO people VALUES (4, 'nobody', NULL, 0, NULL)");
            assertThat(task.run().state()).isEqualTo(TaskState.STOPPED);
        }
        assertThat(documents())
                .containsExactlyInAnyOrder(
                        "Ada Lovelace {age=37, first=Ada, id=1, last=Lovelace}",
                        "Alan Turing {first=Alan, id=20, last=Turing}",
                        "Grace Hopper {age=85, first=Grace, id=3, last=Hopper}");
        // a key made of nothing names no item
        assertThat(dynamo.items("awsdms_apply_exceptions")).hasSize(1);
    }

    @Test
    void anUpdateThatTellsHalfOfAnAttributeWritesNoneOfIt() throws Exception {
        String mapping = mapping("map-record-to-record", "id", "${id}", """
                "exclude-columns": ["first", "last", "age", "cv"],""", """
                , {"target-attribute-name": "text", "attribute-type": "scalar", "attribute-sub-type": "string",
                   "value": "${first}: ${cv}"}""");
        try (Task task = new Task("half", "full-load-and-cdc", mapping)) {
            assertThat(task.run().state()).isEqualTo(TaskState.STOPPED);
            execute(
                    "UPDATE people SET first = 'Augusta' WHERE id = 1",
                    "UPDATE people SET first = 'A. M.' WHERE id = 2",
                    "UPDATE people SET cv = repeat('b', " + LARGE + "), id = 10 WHERE id = 1");
            assertThat(task.run().state()).isEqualTo(TaskState.STOPPED);
            assertThat(task.task().refusedChanges(10))
                    .singleElement()
                    .satisfies(
                            refused -> assertThat(refused.after().orElseThrow()).contains("Augusta"));
        }
        assertThat(dynamo.shown("mapped"))
                .containsExactlyInAnyOrder(
                        "{id=10, text=Augusta: " + "b".repeat(LARGE) + "}", "{id=2, text=A. M.: short}");
    }

    @Test
    void aKeyWhoseOldValuesTheLogDoesNotTellIsRefusedUnlessNothingIsCaptured() throws Exception {
        String mapping = mapping("map-record-to-record", "who", "${first} ${last}", "");
        try (Task task = new Task("untold", "full-load-and-cdc", mapping)) {
            TaskStatus status = task.run();
            assertThat(status.state()).isEqualTo(TaskState.FAILED);
            assertThat(status.failure().orElseThrow().code()).isEqualTo(ErrorCode.SOURCE_SETTING_WRONG);
            assertThat(status.failure().orElseThrow())
                    .hasMessageContainingAll("made of [first, last]", "REPLICA IDENTITY FULL");
        }
        try (Task task = new Task("loaded", "full-load", mapping)) {
            assertThat(task.run().state()).isEqualTo(TaskState.STOPPED);
        }
        assertThat(dynamo.shown("mapped")).hasSize(2).anyMatch(item -> item.contains("who=Alan Turing"));
    }

    @Test
    void aTextOfBytesIsRefused() throws Exception {
        execute("ALTER TABLE people ADD photo bytea");
        try (Task task = new Task("bytes", "full-load", mapping("map-record-to-record", "who", "${id}${photo}", ""))) {
            TaskStatus status = task.run();
            assertThat(status.failure().orElseThrow().code()).isEqualTo(ErrorCode.TYPE_NOT_REPRESENTABLE);
        }
    }

    private List<String> documents() {
        return dynamo.items("mapped").stream()
                .map(item -> {
                    TreeMap<String, String> document = new TreeMap<>();
                    item.get("_doc").m().forEach((name, value) -> document.put(name, LocalDynamo.text(value)));
                    return item.get("who").s() + " " + document;
                })
                .toList();
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String mapping(String action, String key, String template, String... more) {
        return """
                {"rule-type": "object-mapping", "rule-id": 2, "rule-name": "o", "rule-action": "%s",
                 "object-locator": {"schema-name": "public", "table-name": "people"}, "target-table-name": "mapped",
                 "mapping-parameters": {"partition-key-name": "%s", %s
                   "attribute-mappings": [{"target-attribute-name": "%s", "attribute-type": "scalar",
                     "attribute-sub-type": "string", "value": "%s"}%s]}}""".formatted(action, key, more[0], key, template, more.length > 1 ? more[1] : "");
    }

    /** A task that is run again and again. */
    private final class Task implements AutoCloseable {
        private final TaskFile file;
        private ReplicationTask task;

        Task(String name, String type, String mapping) {
            file = TaskFile.parse("""
                    {"ReplicationTaskIdentifier": "%s", "MigrationType": "%s",
                     "SourceEndpoint": {"EngineName": "postgres", "ServerName": "%s", "Port": %d,
                       "DatabaseName": "postgres", "Username": "%s", "Password": "%s"},
                     "TargetEndpoint": {"EngineName": "dynamodb", "EndpointUrl": "%s", "Username": "%s",
                       "Password": "secret"},
                     "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": 1, "rule-name": "s",
                       "rule-action": "include", "object-locator": {"schema-name": "public", "table-name": "%%"}}, %s]}}
                    """.formatted(
                            name,
                            type,
                            server.host(),
                            server.port(),
                            server.username(),
                            server.password(),
                            LocalDynamo.server().endpoint(),
                            dynamo.endpoint().username(),
                            mapping));
            task = build();
        }

        private ReplicationTask build() {
            return ReplicationTask.builder(file.configuration())
                    .stopWhen(StopCondition.CAUGHT_UP)
                    .build();
        }

        TaskStatus run() throws InterruptedException {
            task.close();
            task = build();
            task.start();
            return task.awaitCompletion();
        }

        ReplicationTask task() {
            return task;
        }

        @Override
        public void close() {
            task.close();
        }
    }
}
