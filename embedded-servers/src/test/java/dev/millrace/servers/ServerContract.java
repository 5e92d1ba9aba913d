package dev.millrace.servers;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every server promises; run once for each kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {

    /** A builder with the defaults of the kind under test. */
    abstract ServerBuilder<?, ?> builder();

    /** A database that exists from the beginning. */
    abstract String database();

    abstract String expectedVersion();

    @Test
    void takesConnectionsOnTheLoopbackInterfaceWithItsPassword() throws SQLException {
        try (DatabaseServer server = builder().start()) {
            assertThat(query(server, "SELECT 1")).isEqualTo("1");
            assertThat(query(server, "SELECT version()")).contains(expectedVersion());
            assertThat(server.version()).isEqualTo(expectedVersion());
            assertThat(server.host()).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> DriverManager.getConnection(
                                    server.jdbcUrl(database()), server.username(), "a wrong password")
                            .close())
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void keepsDataAndPortWhenRestarted() throws SQLException {
        try (DatabaseServer server = builder().start()) {
            int port = server.port();
            execute(server, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)");
            server.stop();
            assertThat(server.isRunning()).isFalse();
            server.start();
            assertThat(server.port()).isEqualTo(port);
            assertThat(query(server, "SELECT n FROM kept")).isEqualTo("7");
            server.restart();
            assertThat(query(server, "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void keepsWhatWasCommittedWhenKilledUnderLoad() throws SQLException {
        try (DatabaseServer server = builder().start()) {
            execute(server, "CREATE TABLE kept (n int)");
            long killedPid = server.pid();
            List<ProcessHandle> children =
                    ProcessHandle.of(killedPid).orElseThrow().descendants().toList();
            int committed = 0;
            try (Connection connection = connect(server);
                    Statement statement = connection.createStatement()) {
                for (; committed < 20; committed++) {
                    statement.execute("INSERT INTO kept VALUES (" + committed + ")");
                }
                server.kill();
                assertThatThrownBy(() -> statement.execute("INSERT INTO kept VALUES (-1)"))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(ProcessHandle.of(killedPid)).isEmpty();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            server.start();
            assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo(Integer.toString(committed));
        }
    }

    @Test
    void runsTwiceAtOnceWithSeparateData() throws SQLException {
        try (DatabaseServer first = builder().start();
                DatabaseServer second = builder().start()) {
            assertThat(first.port()).isNotEqualTo(second.port());
            execute(first, "CREATE TABLE only_here (n int)");
            execute(second, "CREATE TABLE only_here (n int)", "INSERT INTO only_here VALUES (1)");
            assertThat(query(first, "SELECT count(*) FROM only_here")).isEqualTo("0");
        }
    }

    @Test
    void leavesNoProcessAndNoFolderWhenClosed() throws SQLException {
        DatabaseServer server = builder().start();
        long pid = server.pid();
        List<ProcessHandle> children =
                ProcessHandle.of(pid).orElseThrow().descendants().toList();
        Path folder = server.dataDirectory().getParent();
        assertThat(folder).isDirectory();
        try (Connection stillOpen = connect(server)) {
            assertThat(stillOpen.isValid(5)).isTrue();
            server.close();
        }
        server.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(folder).doesNotExist();
        assertThatThrownBy(() -> new Socket(server.host(), server.port()).close())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(server::start).isInstanceOf(EmbeddedServerException.class);
    }

    @Test
    void closesAfterItWasKilled() {
        DatabaseServer server = builder().start();
        server.kill();
        server.close();
        assertThat(server.dataDirectory().getParent()).doesNotExist();
    }

    @Test
    void saysWhyItDoesNotStart() {
        assertThatThrownBy(() -> builder().setting("no_such_setting", "1").start())
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageMatching("(?s).*no[_-]such[_-]setting.*");
    }

    @Test
    void endsWithTheJvmThatStartedIt() throws IOException, InterruptedException {
        Process jvm = OtherJvm.start(getClass());
        OtherJvm.Server server = OtherJvm.awaitServer(jvm);
        jvm.getOutputStream().close();
        assertThat(jvm.waitFor()).isZero();
        assertThat(ProcessHandle.of(server.pid())).isEmpty();
        assertThat(server.folder()).doesNotExist();
    }

    @Test
    void isRemovedByTheNextJvmIfItsOwnWasKilled() throws IOException, InterruptedException {
        Process killed = OtherJvm.start(getClass());
        OtherJvm.Server abandoned = OtherJvm.awaitServer(killed);
        killed.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(abandoned.pid())).isPresent();
        Process next = OtherJvm.start(getClass());
        OtherJvm.awaitServer(next);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(abandoned.pid()).isEmpty() && Files.notExists(abandoned.folder()));
        next.getOutputStream().close();
        assertThat(next.waitFor()).isZero();
    }

    final Connection connect(DatabaseServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(database()), server.username(), server.password());
    }

    final void execute(DatabaseServer server, String... statements) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    final String query(DatabaseServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
