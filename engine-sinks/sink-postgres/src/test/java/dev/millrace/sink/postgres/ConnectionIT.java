package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.servers.PostgresServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.ChangeWriter;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.sink.postgres.Target.checkpoint;
import static dev.millrace.sink.postgres.Target.insert;
import static dev.millrace.sink.postgres.Target.required;
import static dev.millrace.sink.postgres.Target.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How the sink connects, what its sessions are like, and that nothing waits forever. */
class ConnectionIT {
    private static final TableSchema ITEMS =
            Target.table("items", java.util.List.of("id"), required("id", Kind.INT4, "integer"));

    private final Target target = new Target(18);

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void factoryIsFoundByItsEngineNames() {
        assertThat(ServiceLoader.load(SinkFactory.class))
                .anySatisfy(factory ->
                        assertThat(factory.engineNames()).containsExactlyInAnyOrder("postgres", "aurora-postgresql"));
    }

    @Test
    void failuresToConnectAreToldApart() {
        PostgresServer server = target.server();
        assertCode(
                () -> target.open("task", target.endpoint(server.port(), "postgres", "wrong", Map.of())),
                ErrorCode.TARGET_AUTHENTICATION_FAILED);
        assertCode(
                () -> target.open("task", target.endpoint(1, "postgres", "x", Map.of())), ErrorCode.TARGET_UNREACHABLE);
        Endpoint elsewhere = new Endpoint(
                "postgres",
                server.host(),
                server.port(),
                "nowhere",
                server.username(),
                new Secret(server.password()),
                SslMode.NONE,
                null,
                EndpointSettings.none());
        assertCode(() -> target.open("task", elsewhere), ErrorCode.TARGET_SETTING_WRONG);
        assertCode(
                () -> target.open("task", target.endpoint(Map.of("ConnectionTimeout", "soon"))),
                ErrorCode.SETTING_INVALID);
    }

    @Test
    void sessionsThatPassOverForeignKeysTreatTablesAsIfTheyHadNone() {
        TableSchema parent = Target.table("parents", List.of("id"), required("id", Kind.INT4, "integer"));
        TableSchema child = parent.toBuilder()
                .id(new TableId(parent.id().schema(), "children"))
                .foreignKeys(List.of(new ForeignKeySchema(
                        "children_id", List.of("id"), parent.id(), List.of("id"), "CASCADE", "NO ACTION", false)))
                .build();
        Map<String, String> script = Map.of("AfterConnectScript", "SET session_replication_role = replica");
        try (Sink enforcing = target.open("task");
                Sink passingOver = target.open("replica", target.endpoint(script))) {
            List.of(parent, child).forEach(enforcing::createTable);
            enforcing.completeTables(List.of(parent, child));

            assertThat(enforcing.describe(child.id()).orElseThrow().foreignKeys())
                    .hasSize(1);
            assertThat(passingOver.describe(child.id()).orElseThrow().foreignKeys())
                    .isEmpty();
            try (ChangeWriter writer =
                    passingOver.openChangeWriter(passingOver.taskStore().acquire())) {
                writer.apply(insert(child, row("1")));
                writer.commit(checkpoint("1"));
            }
        }
        assertThat(target.value("SELECT count(*) FROM " + child.id())).isEqualTo("1");
    }

    @Test
    void cascadesOfAMySqlSourceAreMissedWhereForeignKeysArePassedOver() {
        TableSchema child = TableSchema.builder(new TableId("shop", "children"), EngineFamily.MYSQL)
                .column(required("id", Kind.INT4, "int"))
                .foreignKeys(List.of(new ForeignKeySchema(
                        "owner",
                        List.of("id"),
                        new TableId("shop", "parents"),
                        List.of("id"),
                        "CASCADE",
                        "NO ACTION",
                        false)))
                .build();
        Map<String, String> script = Map.of("AfterConnectScript", "SET session_replication_role = replica");
        try (Sink enforcing = target.open("task");
                Sink passingOver = target.open("replica", target.endpoint(script))) {
            assertThat(enforcing.check(List.of(child))).isEmpty();
            assertThat(passingOver.check(List.of(child)))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem())
                            .contains("shop.children")
                            .contains("owner"));
        }
    }

    @Test
    void sessionsAreSettledAndNamed() throws SQLException {
        Map<String, String> settings = Map.of("AfterConnectScript", "SET work_mem = '7MB'; SET timezone = 'UTC'");
        PostgresConnector connector = new PostgresConnector(target.endpoint(settings), "orders");
        try (Connection connection = connector.open(PostgresConnector.APPLY)) {
            assertThat(shown(connection, "application_name")).isEqualTo("millrace/apply/orders");
            assertThat(shown(connection, "timezone")).isEqualTo("UTC");
            assertThat(shown(connection, "datestyle")).isEqualTo("ISO, YMD");
            assertThat(shown(connection, "lock_timeout")).isEqualTo("1min");
            assertThat(shown(connection, "statement_timeout")).isEqualTo("30min");
            assertThat(shown(connection, "work_mem")).isEqualTo("7MB");
        }
        try (Connection connection = connector.open(PostgresConnector.LOAD)) {
            assertThat(shown(connection, "statement_timeout")).isEqualTo("0");
        }
    }

    @Test
    void lockThatIsNotGivenUpEndsInAConflict() throws SQLException {
        Sink sink = target.open("task", target.endpoint(Map.of("ExecuteTimeout", "1")));
        Fence fence = sink.taskStore().acquire();
        sink.taskStore().begin(fence, checkpoint("0/0"));
        sink.createTable(ITEMS);
        PostgresConnector other = new PostgresConnector(target.endpoint(Map.of()), "other");
        try (Connection blocker = other.open(PostgresConnector.APPLY);
                Statement statement = blocker.createStatement();
                ChangeWriter writer = sink.openChangeWriter(fence)) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE app.items IN ACCESS EXCLUSIVE MODE");
            assertCode(() -> writer.apply(insert(ITEMS, row("1"))), ErrorCode.TARGET_LOCK_CONFLICT);
            blocker.rollback();
            writer.rollback();
            writer.apply(insert(ITEMS, row("1")));
            writer.commit(checkpoint("0/1"));
        }
        assertThat(target.rows("SELECT id FROM app.items")).containsExactly("1");
    }

    @Test
    void certificateIsCheckedAsTheModeSays() {
        try (PostgresServer server = PostgresServer.builder().tls().start()) {
            String certificate = server.certificate().toString();
            openOnce(server, SslMode.REQUIRE, null);
            openOnce(server, SslMode.VERIFY_CA, certificate);
            openOnce(server, SslMode.VERIFY_FULL, certificate);
            assertCode(() -> openOnce(server, SslMode.VERIFY_CA, null), ErrorCode.TARGET_AUTHENTICATION_FAILED);
        }
        assertCode(() -> openOnce(target.server(), SslMode.REQUIRE, null), ErrorCode.TARGET_SETTING_WRONG);
    }

    private static void openOnce(PostgresServer server, SslMode mode, @Nullable String certificate) {
        Endpoint endpoint = new Endpoint(
                "postgres",
                server.host(),
                server.port(),
                "postgres",
                server.username(),
                new Secret(server.password()),
                mode,
                certificate,
                EndpointSettings.none());
        TaskContext context = new TaskContext("task", "", Clock.systemUTC(), Path.of("target", "state"));
        new PostgresSinkFactory().open(endpoint, context).close();
    }

    private static String shown(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void assertCode(Runnable work, ErrorCode code) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
