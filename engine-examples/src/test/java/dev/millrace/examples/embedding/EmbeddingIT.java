package dev.millrace.examples.embedding;

import dev.millrace.examples.cli.Database;
import dev.millrace.examples.cli.TaskJson;
import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.task.StopReason;
import dev.millrace.task.TaskState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddingIT {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.builder().start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @Test
    void runsATaskFile(@TempDir Path folder) throws Exception {
        Database from = Database.create(server, "run_from");
        Database to = Database.create(server, "run_to");
        from.execute("CREATE TABLE orders (id int PRIMARY KEY)", "INSERT INTO orders SELECT generate_series(1, 10)");
        Path task = TaskJson.named("embedded")
                .source(from.endpoint())
                .target(to.endpoint())
                .writeTo(folder);

        assertThat(RunTaskFile.run(task).state()).isEqualTo(TaskState.STOPPED);
        assertThat(to.rows("SELECT count(*) FROM orders")).containsExactly("10");
    }

    @Test
    void copiesASchemaUnderAnotherName(@TempDir Path folder) throws Exception {
        Database from = Database.create(server, "copy_from");
        Database to = Database.create(server, "copy_to");
        from.execute(
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.orders (id int PRIMARY KEY)",
                "INSERT INTO shop.orders SELECT generate_series(1, 10)");
        WatchedTask watched = new WatchedTask();

        assertThat(watched.copyShop(endpoint(from), endpoint(to), folder).stopReason())
                .contains(StopReason.FULL_LOAD_ONLY_FINISHED);
        assertThat(to.rows("SELECT count(*) FROM shop_copy.orders")).containsExactly("10");
        assertThat(watched.story())
                .containsExactly(
                        "READY -> STARTING", "STARTING -> RUNNING", "shop.orders: 10 rows", "RUNNING -> STOPPED");
    }

    private static Endpoint endpoint(Database database) {
        return new Endpoint(
                "postgres",
                server.host(),
                server.port(),
                database.name(),
                server.username(),
                new Secret(server.password()),
                SslMode.NONE,
                null,
                EndpointSettings.none());
    }
}
