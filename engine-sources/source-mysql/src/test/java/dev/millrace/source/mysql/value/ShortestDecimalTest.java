package dev.millrace.source.mysql.value;

import dev.millrace.model.ByteBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ShortestDecimalTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "0.1, 0.1",
        "1e15, 1e+15",
        "999999999999999, 999999999999999",
        "1e-4, 0.0001",
        "1e-5, 1e-05",
        "2e23, 2e+23",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "-12345.678, -12345.678",
        "1e22, 1e+22",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "9007199254740993, 9.007199254740992e+15",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void writesDoubles(double value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "16777216, 1.6777216e+07",
        "999999, 999999",
        "1e6, 1e+06",
        "1.4e-45, 1e-45",
        "3.4028235e38, 3.4028235e+38",
        "-0.0, -0"
    })
    void writesFloats(float value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @Property(tries = 5000)
    void doublesReadBackAndNoShorterTextDoes(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (!Double.isFinite(value)) {
            return;
        }
        String text = text(value);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        int digits = new BigDecimal(text).stripTrailingZeros().precision();
        if (digits > 1) {
            BigDecimal exact = new BigDecimal(value);
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
                BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
                assertThat(shorter.doubleValue()).as(text).isNotEqualTo(value);
            }
        }
    }

    @Property(tries = 5000)
    void floatsReadBackAndNoShorterTextDoes(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        if (!Float.isFinite(value)) {
            return;
        }
        String text = text(value);
        assertThat(Float.parseFloat(text)).isEqualTo(value);
        int digits = new BigDecimal(text).stripTrailingZeros().precision();
        if (digits > 1) {
            BigDecimal exact = new BigDecimal(value);
            for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
                assertThat(exact.round(new MathContext(digits - 1, mode)).floatValue())
                        .as(text)
                        .isNotEqualTo(value);
            }
        }
    }

    private static String text(double value) {
        ByteBuilder out = new ByteBuilder();
        ShortestDecimal.append(value, out);
        return out.toString();
    }

    private static String text(float value) {
        ByteBuilder out = new ByteBuilder();
        ShortestDecimal.append(value, out);
        return out.toString();
    }
}
