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
        assertThat(policy.staysWithFunctions(100 * MB, 0, 117 * MB)).isTrue();
        assertThat(policy.staysWithFunctions(100 * MB, 0, 116 * MB)).isFalse();
        assertThat(policy.staysWithFunctions(1025 * MB, 0, 5000 * MB)).isFalse();
        assertThat(policy.streamOnly().prefersFunctions(0, 0, 5000 * MB)).isFalse();
    }

    @Test
    void aSmallRestIsReadInBulkIfLittleHasToBeReadAgain() {
        assertThat(policy.staysWithFunctions(100 * MB, 36 * MB, 105 * MB)).isTrue();
        assertThat(policy.staysWithFunctions(100 * MB, 35 * MB, 105 * MB)).isFalse();
        assertThat(policy.staysWithFunctions(100 * MB, 100 * MB, 104 * MB)).isFalse();
    }

    @Test
    void callsGrowWithWhatTheyMustReadAgain() {
        assertThat(stretch(0)).isEqualTo(16 * MB);
        assertThat(stretch(60 * MB)).isEqualTo(120 * MB);
        assertThat(stretch(9000 * MB)).isEqualTo(256 * MB);
        assertThat(policy.changes(new SlotState(0, 0, 100_000 * MB))).isEqualTo(50_000);
        assertThat(policy.changes(new SlotState(0, 16_000_000, 100_000 * MB))).isEqualTo(300_000);
        assertThat(policy.changes(new SlotState(0, 9000 * MB, 100_000 * MB))).isEqualTo(1_000_000);
    }

    private long stretch(long reached) {
        return policy.stretchEnd(new SlotState(0, reached, 100_000 * MB)) - reached;
    }

    @Test
    void theLastCallReadsAllThatIsLeft() {
        assertThat(policy.stretchEnd(new SlotState(0, 60 * MB, 239 * MB))).isEqualTo(239 * MB);
        assertThat(policy.stretchEnd(new SlotState(0, 60 * MB, 241 * MB))).isEqualTo(180 * MB);
        assertThat(policy.stretchEnd(new SlotState(0, 60 * MB, 90 * MB))).isEqualTo(90 * MB);
        assertThat(policy.changes(new SlotState(0, 0, 10 * MB))).isEqualTo(1_000_000);
    }

    @Test
    void noCallReadsMoreThanIsAllowed() {
        ReadPolicy limited = ReadPolicy.of(new EndpointSettings(Map.of("BulkReadLimitMegabytes", "4")));

        assertThat(limited.stretchEnd(new SlotState(0, 0, 5 * MB))).isEqualTo(4 * MB);
    }

    @Test
    void statements() {
        assertThat(SlotCopy.changes("a_slot", "0/4000000", 200_000, "My \"pub\""))
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
