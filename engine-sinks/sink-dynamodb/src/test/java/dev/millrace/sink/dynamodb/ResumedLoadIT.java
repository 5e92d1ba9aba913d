package dev.millrace.sink.dynamodb;

import dev.millrace.config.StopCondition;
import dev.millrace.servers.PostgresServer;
import dev.millrace.task.ReplicationTask;
import dev.millrace.task.TaskState;
import dev.millrace.taskfile.TaskFile;
import dev.millrace.testing.fault.FaultProxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows of a chunk that was cut off are there already; those that are deleted before it is read again must go all the same. */
class ResumedLoadIT {
    private static final int ROWS = 3000;
    private static final int LOADED = 200;

    @Test
    void rowsDeletedBetweenTwoTriesAtAChunkAreGone() throws Exception {
        try (PostgresServer server = PostgresServer.builder().start();
                LocalDynamo dynamo = new LocalDynamo();
                FaultProxy proxy = FaultProxy.to(
                        LocalDynamo.server().host(), LocalDynamo.server().port());
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
                Statement source = connection.createStatement()) {
            source.execute("CREATE TABLE goods (id int PRIMARY KEY, note text)");
            source.execute("INSERT INTO goods SELECT id, repeat('n', 1000) FROM generate_series(1, " + ROWS + ") id");
            try (ReplicationTask task = task(server, proxy, dynamo)) {
                proxy.throttle(20_000);
                task.start();
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> isBegun(dynamo));
                task.stop();
            }
            proxy.heal();
            assertThat(dynamo.items("goods")).hasSizeBetween(LOADED, ROWS - 1);
            source.execute("DELETE FROM goods WHERE id <= 100");
            source.execute("UPDATE goods SET note = 'changed' WHERE id = 101");

            try (ReplicationTask task = task(server, proxy, dynamo)) {
                task.start();
                assertThat(task.awaitCompletion().state()).isEqualTo(TaskState.STOPPED);
            }
            assertThat(dynamo.shown("goods"))
                    .hasSize(ROWS - 100)
                    .contains("{id=101, note=changed}")
                    .noneMatch(item -> item.startsWith("{id=100,"));
        }
    }

    private static boolean isBegun(LocalDynamo dynamo) {
        return dynamo.client().listTables().tableNames().contains("goods")
                && dynamo.items("goods").size() >= LOADED;
    }

    private static ReplicationTask task(PostgresServer server, FaultProxy proxy, LocalDynamo dynamo) {
        return ReplicationTask.builder(TaskFile.parse("""
                {"ReplicationTaskIdentifier": "cut", "MigrationType": "full-load-and-cdc",
                 "SourceEndpoint": {"EngineName": "postgres", "ServerName": "%s", "Port": %d,
                   "DatabaseName": "postgres", "Username": "%s", "Password": "%s"},
                 "TargetEndpoint": {"EngineName": "dynamodb", "EndpointUrl": "http://%s:%d", "Username": "%s",
                   "Password": "secret", "EngineSettings": {"ParallelRequests": 2}},
                 "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                   "rule-action": "include", "object-locator": {"schema-name": "public", "table-name": "%%"}}]}}
                """.formatted(
                                        server.host(),
                                        server.port(),
                                        server.username(),
                                        server.password(),
                                        proxy.host(),
                                        proxy.port(),
                                        dynamo.endpoint().username()))
                        .configuration())
                .stopWhen(StopCondition.CAUGHT_UP)
                .build();
    }
}
