package dev.millrace.source.postgres.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Positions, their texts, and whether they belong to a server's history. */
final class LogSequenceNumberTest {
    private static LogSequenceNumber at(String text) {
        return LogSequenceNumber.parse(text);
    }

    @Test
    void everyFormIsRead() {
        assertThat(at("4AF/B00000D0").value()).isEqualTo(0x4AF_B00000D0L);
        assertThat(at("checkpoint:V1#1#000004AF/B00000D0#0#0#*#0#0")).isEqualTo(at("4AF/B00000D0"));
        assertThat(at("checkpoint:V1#34#00000132/0F000E48#0#0#*#0#121").text()).isEqualTo("132/F000E48");
        assertThat(at(" 0/16b3748 ").encode()).isEqualTo("0/16B3748");
        LogSequenceNumber known = new LogSequenceNumber(0xF_FFFF_FFFFL, new ServerIdentity(-1, 3));
        assertThat(known.encode()).isEqualTo("F/FFFFFFFF@18446744073709551615.3");
        assertThat(at(known.encode())).isEqualTo(known);
    }

    @Test
    void showsItsPlaceAlone() {
        assertThat(new LogSequenceNumber(0x4AF_B00000D0L, new ServerIdentity(7, 1)).display())
                .isEqualTo("4AF/B00000D0");
    }

    @Test
    void otherTextIsRefused() {
        for (String text : new String[] {"", "4AF", "mysql-bin.000024:373", "4AF/B00000D0/1", "G/0"}) {
            assertThatThrownBy(() -> at(text))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.START_POSITION_INVALID));
        }
    }

    @Test
    void laterCoversEarlier() {
        assertThat(at("1/0").covers(at("0/FFFFFFFF"))).isTrue();
        assertThat(at("1/0").covers(at("1/0"))).isTrue();
        assertThat(at("1/0").covers(at("1/1"))).isFalse();
        assertThat(at("FFFFFFFF/0").covers(at("1/1"))).isTrue();
    }

    private static void require(String position, ServerIdentity server, Map<Integer, String> histories) {
        new Timelines(server, histories::get).requireHistoryOf(at(position));
    }

    @Test
    void aPositionBeforeThePromotionIsHistory() {
        Map<Integer, String> histories = Map.of(3, "1\t0/5000000\tno recovery target\n\n2\t0/7000000\tpromoted\n");
        assertThatCode(() -> {
                    require("0/7000000@9.3", new ServerIdentity(9, 3), histories);
                    require("0/5000000@9.1", new ServerIdentity(9, 3), histories);
                    require("0/7000000@9.2", new ServerIdentity(9, 3), histories);
                    require("0/9000000", new ServerIdentity(9, 3), histories);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aPositionThatTheServerNeverHadIsNot() {
        Map<Integer, String> histories = Map.of(3, "1\t0/5000000\tno recovery target\n");
        for (String position : new String[] {"0/5000001@9.1", "0/1@9.2", "0/1@9.4", "0/1@8.3"}) {
            assertThatThrownBy(() -> require(position, new ServerIdentity(9, 3), histories))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_HISTORY_CHANGED))
                    .hasMessageContaining(position);
        }
    }
}
