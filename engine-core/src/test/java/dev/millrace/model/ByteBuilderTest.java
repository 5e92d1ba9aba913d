package dev.millrace.model;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByteBuilderTest {
    @Property
    void decimalsAreWhatTheJdkPrints(@ForAll long value) {
        assertThat(new ByteBuilder().appendDecimal(value).toString()).isEqualTo(Long.toString(value));
    }

    @Property
    void paddedDecimalsKeepTheirWidth(@ForAll @LongRange(min = 0, max = 999_999) long value) {
        assertThat(new ByteBuilder().appendPadded(value, 6).toString()).isEqualTo(String.format("%06d", value));
    }

    @Test
    void truncateForgetsTheTail() {
        ByteBuilder builder = new ByteBuilder().append("abc");
        builder.truncate(1);

        assertThat(builder.append('x').toString()).isEqualTo("ax");
    }
}
