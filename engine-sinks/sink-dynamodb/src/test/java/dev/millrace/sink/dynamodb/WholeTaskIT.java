package dev.millrace.sink.dynamodb;

import dev.millrace.config.StopCondition;
import dev.millrace.model.TableId;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.servers.MySqlServer;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole tasks into DynamoDB: full load, changes, stop and resume. */
class WholeTaskIT {
    private static final int ROWS = 300;

    private final LocalDynamo dynamo = new LocalDynamo();

    @AfterEach
    void closeDynamo() {
        dynamo.close();
    }

    @Test
    void fromPostgres() throws Exception {
        try (PostgresServer server = PostgresServer.builder().start()) {
            Source source = new Source(server, "postgres", server.jdbcUrl("postgres"), "postgres", "public");
            loadsChangesAndResumes(source);
        }
    }

    @Test
    void fromMySql() throws Exception {
        try (MySqlServer server = MySqlServer.builder().start()) {
            try (Connection connection =
                            DriverManager.getConnection(server.jdbcUrl(""), server.username(), server.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE shop");
            }
            Source source = new Source(server, "mysql", server.jdbcUrl("shop"), "shop", "shop");
            loadsChangesAndResumes(source);
        }
    }

    /** A database whose tables are replicated. */
    private record Source(DatabaseServer server, String engine, String url, String database, String schema) {
        String largeText() {
            return engine.equals("mysql") ? "longtext" : "text";
        }

        void execute(String... statements) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, server.username(), server.password());
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (String sql : statements) {
                    statement.execute(sql);
                }
                connection.commit();
            }
        }
    }

    private void loadsChangesAndResumes(Source source) throws Exception {
        source.execute(
                "CREATE TABLE goods (id int PRIMARY KEY, name varchar(100), price numeric(10,2))",
                "CREATE TABLE stock (place varchar(20), good int, amount bigint, note " + source.largeText()
                        + ", PRIMARY KEY (place, good))",
                "CREATE TABLE placed (id int PRIMARY KEY, name varchar(20))",
                "INSERT INTO placed VALUES (1, 'loaded')");
        for (int id = 0; id < ROWS; id++) {
            source.execute("INSERT INTO goods VALUES (" + id + ", 'good " + id + "', " + id + ".50)");
        }
        source.execute("INSERT INTO stock VALUES ('north', 1, 10, NULL), ('south', 1, 20, 'kept')");

        assertThat(run(source).state()).isEqualTo(TaskState.STOPPED);
        assertThat(dynamo.shown("goods"))
                .hasSize(ROWS)
                .contains("{id=7, name=good 7, price=7.5}", "{id=299, name=good 299, price=299.5}");
        assertThat(dynamo.shown("stock"))
                .containsExactly("{amount=10, good=1, place=north}", "{amount=20, good=1, note=kept, place=south}");

        assertThat(dynamo.shown("placed")).containsExactly("{id=1, name=loaded, place=, sequence=}");

        source.execute(
                "UPDATE placed SET name = 'changed' WHERE id = 1",
                "INSERT INTO placed VALUES (2, 'new')",
                "INSERT INTO goods VALUES (1000, 'new', NULL)",
                "UPDATE goods SET price = 0.25 WHERE id < 5",
                "UPDATE goods SET name = NULL WHERE id = 5",
                "DELETE FROM goods WHERE id BETWEEN 10 AND 289",
                "UPDATE goods SET id = 2000 WHERE id = 6",
                "UPDATE stock SET place = 'west', amount = 21 WHERE place = 'south'");
        source.execute("INSERT INTO goods VALUES (6, 'again', 6)", "INSERT INTO goods VALUES (7000, 'gone', 1)");
        source.execute("DELETE FROM goods WHERE id = 7000");
        assertThat(run(source).state()).isEqualTo(TaskState.STOPPED);

        assertThat(dynamo.shown("goods"))
                .hasSize(ROWS - 280 + 2)
                .contains(
                        "{id=1000, name=new}",
                        "{id=4, name=good 4, price=0.25}",
                        "{id=5, price=5.5}",
                        "{id=6, name=again, price=6}",
                        "{id=2000, name=good 6, price=6.5}")
                .noneMatch(item -> item.contains("good 10,") || item.contains("7000"));
        assertThat(dynamo.shown("stock"))
                .containsExactly("{amount=10, good=1, place=north}", "{amount=21, good=1, note=kept, place=west}");
        tellsThePlacesOfChanges(source);
        leavesOutWhatIsTooLarge(source);
    }

    private void tellsThePlacesOfChanges(Source source) {
        String place = source.engine().equals("mysql") ? "[^:,]+:\\d+" : "[0-9A-F]+/[0-9A-F]+";
        List<String> items = dynamo.shown("placed");
        assertThat(items).hasSize(2);
        assertThat(items.get(0)).matches("\\{id=1, name=changed, place=" + place + ", sequence=20\\d{32}1}");
        assertThat(items.get(1)).matches("\\{id=2, name=new, place=" + place + ", sequence=20\\d{32}2}");
        assertThat(dynamo.items("placed"))
                .extracting(item -> item.get("place").s())
                .containsOnly(dynamo.items("placed").get(0).get("place").s());
    }

    private static String added(int id, String column, String variable) {
        return """
                {"rule-type": "transformation", "rule-id": "%d", "rule-name": "%d", "rule-target": "column",
                 "object-locator": {"schema-name": "%%", "table-name": "placed"}, "rule-action": "add-column",
                 "value": "%s", "expression": "%s", "data-type": {"type": "string", "length": 50}}""".formatted(id, id, column, variable);
    }

    private void leavesOutWhatIsTooLarge(Source source) throws Exception {
        String large = "x".repeat(450_000);
        source.execute("INSERT INTO stock VALUES ('large', 1, 1, '" + large + "')", "DELETE FROM goods WHERE id = 1");
        try (ReplicationTask task = task(source)) {
            task.start();
            assertThat(task.awaitCompletion().state()).isEqualTo(TaskState.STOPPED);
            assertThat(task.refusedChanges(10)).singleElement().satisfies(refused -> {
                assertThat(refused.source()).isEqualTo(new TableId(source.schema(), "stock"));
                assertThat(refused.after().orElseThrow()).contains(large);
            });
        }
        assertThat(dynamo.shown("goods")).noneMatch(item -> item.startsWith("{id=1,"));
        assertThat(dynamo.items("awsdms_apply_exceptions"))
                .singleElement()
                .satisfies(item -> assertThat(item.get("TABLE_NAME").s()).isEqualTo("stock"));
    }

    private TaskStatus run(Source source) throws InterruptedException {
        try (ReplicationTask task = task(source)) {
            task.start();
            return task.awaitCompletion();
        }
    }

    private ReplicationTask task(Source source) {
        return ReplicationTask.builder(TaskFile.parse("""
                {"ReplicationTaskIdentifier": "items", "MigrationType": "full-load-and-cdc",
                 "SourceEndpoint": {"EngineName": "%s", "ServerName": "%s", "Port": %d, "DatabaseName": "%s",
                   "Username": "%s", "Password": "%s"},
                 "TargetEndpoint": {"EngineName": "dynamodb", "EndpointUrl": "%s", "Username": "%s",
                   "Password": "secret"},
                 "TableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1",
                   "rule-action": "include", "object-locator": {"schema-name": "%s", "table-name": "%%"}}, %s, %s]}}
                """.formatted(
                                        source.engine(),
                                        source.server().host(),
                                        source.server().port(),
                                        source.database(),
                                        source.server().username(),
                                        source.server().password(),
                                        LocalDynamo.server().endpoint(),
                                        dynamo.endpoint().username(),
                                        source.schema(),
                                        added(2, "place", "$AR_H_STREAM_POSITION"),
                                        added(3, "sequence", "$AR_H_CHANGE_SEQ")))
                        .configuration())
                .stopWhen(StopCondition.CAUGHT_UP)
                .build();
    }
}
