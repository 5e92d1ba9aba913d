package dev.millrace.servers;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MariaDbServerIT extends ServerContract {

    @Override
    ServerBuilder<?, ?> builder() {
        return MariaDbServer.builder();
    }

    @Override
    String database() {
        return "sys";
    }

    @Override
    String expectedVersion() {
        return "11.4.5";
    }

    @Test
    void isReadyForChangeDataCapture() throws SQLException {
        try (DatabaseServer server = builder().start()) {
            assertThat(query(server, "SELECT @@log_bin")).isEqualTo("1");
            assertThat(query(server, "SELECT @@binlog_format")).isEqualTo("ROW");
            assertThat(query(server, "SELECT @@binlog_row_image")).isEqualTo("FULL");
            assertThat(query(server, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
            assertThat(query(server, "SELECT @@local_infile")).isEqualTo("1");
            assertThat(query(server, "SELECT @@server_id")).isEqualTo(Integer.toString(server.port()));
            assertThat(query(server, "SHOW MASTER STATUS")).isEqualTo("binlog.000001");
            execute(server, "CREATE DATABASE made");
            assertThat(query(server, "SELECT @@gtid_current_pos")).isEqualTo("0-" + server.port() + "-1");
        }
    }
}
