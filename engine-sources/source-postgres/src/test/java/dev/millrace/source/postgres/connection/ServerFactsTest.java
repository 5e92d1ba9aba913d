package dev.millrace.source.postgres.connection;

import dev.millrace.source.postgres.position.ServerIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a record can end. */
final class ServerFactsTest {
    @Test
    void aPageHeaderIsNotYetWritten() {
        ServerFacts server = new ServerFacts(180000, ServerIdentity.UNKNOWN, false, 16 << 20);
        assertThat(server.endOfRecord(8192 + 24)).isEqualTo(8192);
        assertThat(server.endOfRecord((16 << 20) + 40)).isEqualTo(16 << 20);
        assertThat(server.endOfRecord(8192 + 40)).isEqualTo(8192 + 40);
        assertThat(server.endOfRecord(8192 + 32)).isEqualTo(8192 + 32);
    }
}
