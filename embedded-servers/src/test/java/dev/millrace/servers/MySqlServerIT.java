package dev.millrace.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MySqlServerIT extends ServerContract {

    @Override
    ServerBuilder<?, ?> builder() {
        return MySqlServer.builder();
    }

    @Override
    String database() {
        return "sys";
    }

    @Override
    String expectedVersion() {
        return "8.0.31";
    }

    @Test
    void isReadyForChangeDataCapture() throws SQLException {
        try (DatabaseServer server = builder().start()) {
            assertThat(query(server, "SELECT @@log_bin")).isEqualTo("1");
            assertThat(query(server, "SELECT @@binlog_format")).isEqualTo("ROW");
            assertThat(query(server, "SELECT @@binlog_row_image")).isEqualTo("FULL");
            assertThat(query(server, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
            assertThat(query(server, "SELECT @@gtid_mode")).isEqualTo("ON");
            assertThat(query(server, "SELECT @@local_infile")).isEqualTo("1");
            assertThat(query(server, "SELECT @@innodb_log_writer_threads")).isEqualTo("0");
            assertThat(query(server, "SELECT @@server_id")).isEqualTo(Integer.toString(server.port()));
            assertThat(query(server, "SHOW MASTER STATUS")).isEqualTo("binlog.000001");
        }
    }

    @Test
    void takesSettingsOfItsOwnInEitherSpelling() throws SQLException {
        try (MySqlServer server = MySqlServer.builder()
                .setting("binlog_row_image", "MINIMAL")
                .setting("gtid-mode", "OFF")
                .setting("enforce-gtid-consistency", "OFF")
                .start()) {
            assertThat(query(server, "SELECT @@binlog_row_image")).isEqualTo("MINIMAL");
            assertThat(query(server, "SELECT @@gtid_mode")).isEqualTo("OFF");
        }
    }

    @Test
    void offersTls() throws SQLException {
        try (MySqlServer server = MySqlServer.builder().start();
                Connection connection = DriverManager.getConnection(
                        server.jdbcUrl(database()) + "&sslMode=trust", server.username(), server.password());
                var statement = connection.createStatement();
                var result = statement.executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(2)).isNotEmpty();
        }
    }
}
