package dev.millrace.differential;

import dev.millrace.servers.MariaDbServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native reader and Debezium's MariaDB connector. */
class MariaDbDifferenceIT {
    @TempDir
    Path stateDirectory;

    @Test
    void bothReadersTellTheSameChanges() throws Exception {
        try (MariaDbServer server = MariaDbServer.builder().start()) {
            MySqlFamilyDifference subject = new MySqlFamilyDifference(server, true, stateDirectory);
            subject.createTables();
            DifferentialRun.of(subject);
        }
    }
}
