package dev.millrace.sink.mysql;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.servers.DatabaseServer;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionsIT {
    private final DatabaseServer server = TargetServer.MYSQL.running();

    @Test
    void tlsIsWhatTheModeSays() {
        String authority = server.dataDirectory().resolve("ca.pem").toString();
        open("root", server.password(), server.port(), SslMode.REQUIRE, null).close();
        open("root", server.password(), server.port(), SslMode.VERIFY_CA, authority)
                .close();
        assertFails(
                ErrorCode.TARGET_AUTHENTICATION_FAILED,
                () -> open("root", server.password(), server.port(), SslMode.VERIFY_CA, null));
        assertFails(
                ErrorCode.TARGET_AUTHENTICATION_FAILED,
                () -> open("root", server.password(), server.port(), SslMode.VERIFY_FULL, authority));
        DatabaseServer inTheClear = TargetServer.MARIADB.running();
        assertFails(
                ErrorCode.TARGET_SETTING_WRONG,
                () -> open("root", inTheClear.password(), inTheClear.port(), SslMode.REQUIRE, null));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable connecting) {
        assertThatThrownBy(connecting)
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void failuresAreToldApart() {
        assertThatThrownBy(() -> open("root", "wrong", server.port(), SslMode.NONE, null))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_AUTHENTICATION_FAILED))
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> open("root", "wrong", 1, SslMode.NONE, null))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_UNREACHABLE));
    }

    @Test
    void scriptsOfTheUserRunOnEveryConnection() {
        Map<String, String> settings = Map.of(
                "AfterConnectScript",
                "CREATE DATABASE IF NOT EXISTS scripts; CREATE TABLE IF NOT EXISTS scripts.t (a int); INSERT INTO scripts.t VALUES (1)",
                "Initstmt",
                "SET FOREIGN_KEY_CHECKS=0;");
        try (Sink sink = TargetFixture.open(server, "scripted", settings)) {
            assertThat(sink.describe(new TableId("scripts", "t"))).isPresent();
        }
    }

    private Sink open(String user, String password, int port, SslMode mode, @Nullable String certificate) {
        Endpoint endpoint = new Endpoint(
                "mysql",
                server.host(),
                port,
                "",
                user,
                new Secret(password),
                mode,
                certificate,
                EndpointSettings.none());
        return new MySqlSinkFactory().open(endpoint, new TaskContext("tls", "", Clock.systemUTC(), Path.of("state")));
    }
}
