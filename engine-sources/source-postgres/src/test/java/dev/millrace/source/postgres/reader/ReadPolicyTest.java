package dev.millrace.source.postgres.reader;

import dev.millrace.spi.EndpointSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When the log is read in bulk, and by which statements. */
final class ReadPolicyTest {
    private static final long MB = 1 << 20;

    private final ReadPolicy policy = ReadPolicy.of(EndpointSettings.none());

    @Test
    void bulkIsForReadersFarBehindWithAFreshRestartPoint() {
        assertThat(policy.prefersFunctions(0, 0, 64 * MB)).isFalse();
        assertThat(policy.prefersFunctions(0, 0, 65 * MB)).isTrue();
        assertThat(policy.prefersFunctions(1025 * MB, 0, 5000 * MB)).isFalse();
        assertThat(policy.staysWithFunctions(0, 0, 17 * MB)).isTrue();
        assertThat(policy.staysWithFunctions(0, 0, 16 * MB)).isFalse();
        assertThat(policy.staysWithFunctions(1025 * MB, 0, 5000 * MB)).isFalse();
        assertThat(policy.streamOnly().prefersFunctions(0, 0, 5000 * MB)).isFalse();
    }

    @Test
    void callsGrowWithWhatTheyMustReadAgain() {
        assertThat(policy.stretchBytes(0, 0)).isEqualTo(64 * MB);
        assertThat(policy.stretchBytes(600 * MB, 0)).isEqualTo(150 * MB);
        assertThat(policy.stretchBytes(9000 * MB, 0)).isEqualTo(256 * MB);
        assertThat(policy.changes(0, 0)).isEqualTo(200_000);
        assertThat(policy.changes(100_000_000, 0)).isEqualTo(400_000);
        assertThat(policy.changes(9000 * MB, 0)).isEqualTo(1_000_000);
        assertThat(ReadPolicy.of(new EndpointSettings(Map.of("BulkReadLimitMegabytes", "4")))
                        .stretchBytes(0, 0))
                .isEqualTo(4 * MB);
    }

    @Test
    void statements() {
        assertThat(SlotFunctions.changes("a_slot", "0/4000000", 200_000, "My \"pub\""))
                .isEqualTo(
                        "COPY (SELECT data FROM pg_logical_slot_get_binary_changes('a_slot', '0/4000000', 200000,"
                                + " 'proto_version', '1', 'publication_names', '\"My \"\"pub\"\"\"')) TO STDOUT (FORMAT binary)");
        assertThat(ReplicationStream.command("a_slot", "it's", 0x1_0000_0010L))
                .isEqualTo("START_REPLICATION SLOT \"a_slot\" LOGICAL 1/10"
                        + " (proto_version '1', publication_names '\"it''s\"')");
        assertThat(SlotAdvance.statement("a_slot", 16))
                .isEqualTo("SELECT pg_replication_slot_advance('a_slot', '0/10')");
    }
}
