package dev.millrace.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledIf(value = "canHaveSmallDisk", disabledReason = "this system lets nobody mount a disk of his own")
class SmallDiskIT {
    private static final String MEGABYTE = "SELECT repeat('x', 1000) FROM generate_series(1, 1000)";

    static boolean canHaveSmallDisk() {
        boolean possible = ServerBuilder.canHaveSmallDisk();
        if (!possible) {
            System.out.println("skipped: this system lets nobody mount a disk of his own");
        }
        return possible;
    }

    @Test
    void fillsUpAndIsSeenByItsServerOnly() throws Exception {
        Path disk;
        try (PostgresServer server = PostgresServer.builder().smallDisk(4).start()) {
            disk = server.smallDisk();
            run(server, "CREATE TABLESPACE small LOCATION '" + disk + "'");
            run(server, "CREATE TABLE ballast TABLESPACE small AS " + MEGABYTE);
            run(server, "CREATE TABLE more (t text) TABLESPACE small");
            assertThatThrownBy(() -> run(server, "INSERT INTO more " + MEGABYTE + " n, generate_series(1, 4) m"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("No space left on device");
            run(server, "DROP TABLE ballast");
            run(server, "INSERT INTO more " + MEGABYTE);
            assertThat(disk).isEmptyDirectory();
            server.stop();
        }
        assertThat(Files.exists(disk)).isFalse();
    }

    @Test
    void isNotThereUnlessAskedFor() {
        try (PostgresServer server = PostgresServer.builder().start()) {
            assertThatThrownBy(server::smallDisk).isInstanceOf(EmbeddedServerException.class);
        }
    }

    private static void run(PostgresServer server, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
