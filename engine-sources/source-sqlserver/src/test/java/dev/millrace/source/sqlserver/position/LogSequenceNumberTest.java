package dev.millrace.source.sqlserver.position;

import org.junit.jupiter.api.Test;

import static dev.millrace.error.ErrorCode.START_POSITION_INVALID;
import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class LogSequenceNumberTest {

    @Test
    void everyFormOfANumberIsRead() {
        LogSequenceNumber number = LogSequenceNumber.parse("00000014:00000061:0001");
        assertThat(number.encode()).isEqualTo("00000014:00000061:0001");
        assertThat(LogSequenceNumber.parse("14:61:1")).isEqualTo(number);
        assertThat(LogSequenceNumber.parse("0x00000014000000610001")).isEqualTo(number);
        assertThat(LogSequenceNumber.parse("00000014000000610001")).isEqualTo(number);
        assertThat(LogSequenceNumber.parse("checkpoint:V1#27#00000014:00000061:0001#0#0#*#0#93"))
                .isEqualTo(number);
        assertThat(LogSequenceNumber.parse("0000001A:000000FF:00BC").encode()).isEqualTo("0000001a:000000ff:00bc");
    }

    @Test
    void whatIsNoNumberIsRefused() {
        for (String text : new String[] {"", "latest", "00000014:00000061", "0x14", "1:2:3:4", "g:0:0"}) {
            failsWith(START_POSITION_INVALID, () -> LogSequenceNumber.parse(text));
        }
    }

    @Test
    void numbersAreOrderedAsBytesWithoutSign() {
        LogSequenceNumber small = LogSequenceNumber.parse("7fffffff:00000000:0000");
        LogSequenceNumber large = LogSequenceNumber.parse("80000000:00000000:0000");
        assertThat(large.covers(small)).isTrue();
        assertThat(small.covers(large)).isFalse();
        assertThat(small.covers(small)).isTrue();
        assertThat(small.or(large)).isEqualTo(large);
        assertThat(large.or(small)).isEqualTo(large);
    }

    /** {@code numeric(25,0)}: the slot in five digits, the block in ten. */
    @Test
    void nextNumberCarriesFromTheSlotToTheBlock() {
        assertThat(LogSequenceNumber.parse("00000027:00000043:ffff").next().encode())
                .isEqualTo("00000027:00000044:0000");
    }

    @Test
    void blockInDecimalDigitsEndsWithItsLastSlot() {
        assertThat(LogSequenceNumber.endOfBlock("39000000002400001").encode()).isEqualTo("00000027:00000018:ffff");
    }
}
