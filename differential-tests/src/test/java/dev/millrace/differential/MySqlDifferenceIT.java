package dev.millrace.differential;

import dev.millrace.servers.MySqlServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native reader and Debezium's MySQL connector. */
class MySqlDifferenceIT {
    @TempDir
    Path stateDirectory;

    @Test
    void bothReadersTellTheSameChanges() throws Exception {
        try (MySqlServer server = MySqlServer.builder()
                .setting("gtid-mode", "ON")
                .setting("enforce-gtid-consistency", "ON")
                .start()) {
            MySqlFamilyDifference subject = new MySqlFamilyDifference(server, false, stateDirectory);
            subject.createTables();
            DifferentialRun.of(subject);
        }
    }
}
