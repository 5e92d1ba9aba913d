package dev.millrace.servers;

import dev.millrace.servers.SuperUser.Disguise;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresServerIT extends ServerContract {

    @Override
    ServerBuilder<?, ?> builder() {
        return PostgresServer.builder();
    }

    @Override
    String database() {
        return "postgres";
    }

    @Override
    String expectedVersion() {
        return "18.6";
    }

    @Test
    void isReadyForChangeDataCapture() throws SQLException {
        try (DatabaseServer server = builder().start()) {
            assertThat(query(server, "SHOW wal_level")).isEqualTo("logical");
            assertThat(query(server, "SHOW max_replication_slots")).isEqualTo("20");
            assertThat(query(server, "SHOW max_wal_senders")).isEqualTo("20");
            assertThat(query(server, "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(query(server, "SELECT pg_create_logical_replication_slot('s', 'pgoutput')::text"))
                    .startsWith("(s,");
        }
    }

    @Test
    void takesSettingsOfItsOwn() throws SQLException {
        try (PostgresServer server = PostgresServer.builder()
                .setting("wal_level", "replica")
                .without("max_wal_senders")
                .start()) {
            assertThat(query(server, "SHOW wal_level")).isEqualTo("replica");
            assertThat(query(server, "SHOW max_wal_senders")).isEqualTo("10");
        }
    }

    @Test
    void offersTlsWhenAskedWithACertificateThatNamesIt() throws SQLException {
        try (PostgresServer server = PostgresServer.builder().tls().start();
                Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(database()) + "?sslmode=verify-full&sslrootcert=" + server.certificate(),
                        server.username(),
                        server.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getBoolean(1)).isTrue();
        }
    }

    @Test
    @EnabledIf("isRoot")
    void runsForRootWhereNamespacesAreForbidden() throws SQLException {
        try (PostgresServer server =
                PostgresServer.builder().disguise(Disguise.NOBODY).tls().start()) {
            execute(server, "CREATE TABLE kept (n int)");
            server.restart();
            server.kill();
            server.start();
            assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }

    static boolean isRoot() {
        return SuperUser.isCurrent();
    }

    @Test
    void runsAnOlderVersionBesideTheCurrentOne() throws SQLException {
        int olderVersion = PostgresServer.olderMajorVersion();
        try (PostgresServer older =
                        PostgresServer.builder().majorVersion(olderVersion).start();
                PostgresServer current = PostgresServer.builder().start()) {
            assertThat(older.version()).startsWith(olderVersion + ".");
            assertThat(query(older, "SHOW server_version")).startsWith(older.version());
            assertThat(query(current, "SHOW server_version")).startsWith("18.6");
        }
    }
}
