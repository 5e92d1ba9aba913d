package dev.millrace.source.oracle.position;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OraclePositionTest {
    private static final String FIRST = "0a00010000000001";
    private static final String SECOND = "0a00020000000002";

    private static OraclePosition behind(long scn, String... transactions) {
        return new OraclePosition(scn, scn + ":1:" + String.join("-", transactions), scn - 10, "1.2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2134567",
                "2134567;mine=2134000;incarnation=1512345678.1",
                "2134567;commits=2134567:1:0a00010000000001-0a00020000000002,2134500:2:;mine=2134000;incarnation=1.1"
            })
    void textsAreReadBack(String text) {
        assertThat(OraclePosition.parse(text).encode()).isEqualTo(text);
        assertThat(OraclePosition.parse(text)).isEqualTo(OraclePosition.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-1", "12;13", "99999999999999999999", "0x12"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> OraclePosition.parse(text))
                .isInstanceOfSatisfying(
                        ReplicationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.START_POSITION_INVALID));
    }

    @Test
    void peopleAreToldTheNumberAlone() {
        assertThat(behind(10, FIRST).display()).isEqualTo("10");
    }

    @Test
    void laterNumbersCoverEarlierOnes() {
        assertThat(behind(20, FIRST).covers(behind(10, FIRST))).isTrue();
        assertThat(behind(10, FIRST).covers(behind(20, FIRST))).isFalse();
    }

    /** Transactions of one number come one after the other. */
    @Test
    void ofOneNumberTheMoreTransactionsCoverTheFewer() {
        assertThat(behind(10, FIRST, SECOND).covers(behind(10, FIRST))).isTrue();
        assertThat(behind(10, FIRST).covers(behind(10, FIRST, SECOND))).isFalse();
        assertThat(OraclePosition.of(10).covers(behind(10, FIRST, SECOND))).isTrue();
        assertThat(behind(10, FIRST, SECOND).covers(OraclePosition.of(10))).isFalse();
        assertThat(OraclePosition.of(10).covers(OraclePosition.of(10))).isTrue();
    }

    @Test
    void transactionsOfOtherNumbersDoNotCount() {
        OraclePosition two = new OraclePosition(10, "10:1:" + FIRST + ",9:2:" + SECOND, 1, "");
        assertThat(behind(10, FIRST).covers(two)).isTrue();
    }
}
