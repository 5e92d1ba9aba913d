package dev.millrace.sink.s3.parquet;

import dev.millrace.model.ByteBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

import static org.assertj.core.api.Assertions.assertThat;

/** Parsers agree with those of the JDK, for every value and on every border. */
class NumberParsersTest {
    private static final int LONG_DIGITS = 18;

    @Property
    void integersAreReadOrRefused(
            @ForAll @BigRange(min = "-20000000000000000000", max = "40000000000000000000") BigInteger value,
            @ForAll @IntRange(min = 3, max = 6) int power,
            @ForAll boolean signed) {
        int bits = 1 << power;
        BigInteger least = signed ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most = BigInteger.TWO.pow(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
        for (BigInteger one :
                new BigInteger[] {value, least, most, least.subtract(BigInteger.ONE), most.add(BigInteger.ONE)}) {
            boolean fits = one.compareTo(least) >= 0 && one.compareTo(most) <= 0;
            assertThat(parsed(new IntegerDigits(bits, signed), one.toString()))
                    .isEqualTo(fits ? Optional.of(one.longValue()) : Optional.empty());
        }
    }

    @Property
    void decimalsAreReadOrRefused(
            @ForAll @BigRange(min = "-1000000000000", max = "1000000000000") @Scale(8) BigDecimal value,
            @ForAll @IntRange(min = 1, max = 38) int precision,
            @ForAll @IntRange(max = 38) int wantedScale) {
        int scale = Math.min(wantedScale, precision);
        Optional<BigInteger> expected = unscaled(value, precision, scale);
        String text = value.toPlainString();
        if (precision <= LONG_DIGITS) {
            assertThat(parsed(new DecimalDigits(precision, scale), text).map(BigInteger::valueOf))
                    .isEqualTo(expected);
        }
        assertThat(large(LargeDecimals.of(precision, scale), text)).isEqualTo(expected);
    }

    private static Optional<BigInteger> unscaled(BigDecimal value, int precision, int scale) {
        BigDecimal rounded = value.setScale(scale, RoundingMode.DOWN);
        boolean fits = rounded.compareTo(value) == 0
                && rounded.unscaledValue().abs().compareTo(BigInteger.TEN.pow(precision)) < 0;
        return fits ? Optional.of(rounded.unscaledValue()) : Optional.empty();
    }

    private static Optional<BigInteger> large(LargeDecimals decimals, String text) {
        ByteBuilder out = new ByteBuilder().append("before");
        int from = out.size();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            decimals.pack(bytes, 0, bytes.length, out);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        assertThat(out.size()).isEqualTo(from + decimals.width());
        return Optional.of(new BigInteger(Arrays.copyOfRange(out.array(), from, out.size())));
    }

    @Property
    void timestampsAreThoseOfTheCalendar(
            @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(micros, ChronoUnit.MICROS);
        String text = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
                .format(time);
        assertThat(parsed(new Timestamps(FractionUnit.MICROSECONDS, false, false), text))
                .contains(micros);
        assertThat(parsed(new Timestamps(FractionUnit.MICROSECONDS, false, true), text + "+00"))
                .contains(micros);
        assertThat(parsed(new Timestamps(FractionUnit.MILLISECONDS, true, false), text))
                .contains(Math.floorDiv(micros, 1000));
    }

    private static Optional<Long> parsed(WholeNumbers.Parser parser, String text) {
        byte[] bytes = (" " + text).getBytes(StandardCharsets.US_ASCII);
        try {
            return Optional.of(parser.parse(bytes, 1, bytes.length - 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
