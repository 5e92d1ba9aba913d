package dev.millrace.source.oracle.value;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValuesTest {

    private static String logged(DataType type, String nativeType, Object value) {
        ByteBuilder out = new ByteBuilder();
        LoggedValues.writer(ColumnSchema.of("c", type, nativeType), true).write(value, out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "1.50,1.5",
        "-0.001000,-0.001",
        "1E+3,1000",
        "0.000,0",
        "12345678901234567890123456789012345678,12345678901234567890123456789012345678",
        "1E-7,0.0000001"
    })
    void numbersArePlainAndHaveNoZerosThatSayNothing(String told, String canonical) {
        assertThat(logged(DataType.of(Kind.NUMERIC), "NUMBER", told)).isEqualTo(canonical);
        assertThat(Numbers.plain(new BigDecimal(told))).isEqualTo(canonical);
    }

    @Test
    void realNumbersReadBackToTheSameValue() {
        assertThat(logged(DataType.of(Kind.REAL4), "BINARY_FLOAT", 1.1f)).isEqualTo("1.1");
        assertThat(logged(DataType.of(Kind.REAL8), "BINARY_DOUBLE", 2.0)).isEqualTo("2");
        assertThat(logged(DataType.of(Kind.REAL8), "BINARY_DOUBLE", Double.NaN)).isEqualTo("NaN");
        assertThat(logged(DataType.of(Kind.REAL8), "BINARY_DOUBLE", Double.NEGATIVE_INFINITY))
                .isEqualTo("-Infinity");
        assertThat(logged(DataType.of(Kind.REAL8), "NUMBER", "0.1")).isEqualTo("0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T10:20:30Z,2026-01-31 10:20:30",
        "2026-01-31T10:20:30.123456789Z,2026-01-31 10:20:30.123456789",
        "2026-01-31T10:20:30.500Z,2026-01-31 10:20:30.5",
        "1582-10-15T00:00:00Z,1582-10-15 00:00:00",
        "9999-12-31T23:59:59Z,9999-12-31 23:59:59"
    })
    void timesAreToldToTheLastDigit(String told, String canonical) {
        assertThat(logged(DataType.ofScale(Kind.DATETIME, 9), "TIMESTAMP(9)", told))
                .isEqualTo(canonical);
    }

    @Test
    void yearsBeforeChristHaveASuffix() {
        assertThat(logged(DataType.of(Kind.DATETIME), "DATE", "-0043-03-15T00:00:00Z"))
                .isEqualTo("0044-03-15 00:00:00 BC")
                .isEqualTo(Times.moment("-0044-03-15 00:00:00"));
    }

    @Test
    void timesWithAZoneAreMomentsInUtc() {
        assertThat(logged(
                        DataType.ofScale(Kind.TIMESTAMP_TZ, 6),
                        "TIMESTAMP(6) WITH TIME ZONE",
                        "2026-01-31T10:20:30.5+02:00"))
                .isEqualTo("2026-01-31 08:20:30.5+00")
                .isEqualTo(Times.withZone(" 2026-01-31 08:20:30.500000"));
    }

    @Test
    void timesOfAnotherFormAreRefused() {
        assertThatThrownBy(() -> logged(DataType.of(Kind.DATETIME), "DATE", 17L))
                .hasMessageContaining("no canonical form");
    }

    @ParameterizedTest
    @CsvSource({
        "+01-02,P1Y2M,1 year 2 mons",
        "-01-02,P-1Y-2M,-1 years -2 mons",
        "+00-00,P0Y0M,00:00:00",
        "+03 04:05:06.500000,P0Y0M3DT4H5M6.5S,3 days 04:05:06.5",
        "-03 04:05:06.500000,P0Y0M-3DT-4H-5M-6.5S,-3 days -04:05:06.5",
        "-00 00:00:00.250000,P0Y0M0DT0H0M-0.25S,-00:00:00.25",
        "+100 00:00:00.000000,P0Y0M100DT0H0M0S,100 days"
    })
    void intervalsAreTheSameFromQueryAndLog(String queried, String told, String canonical) {
        assertThat(Intervals.ofOracle(queried)).isEqualTo(canonical);
        assertThat(Intervals.ofIso(told)).isEqualTo(canonical);
    }

    @Test
    void bytesComeAsTheyAre() {
        byte[] bytes = {0, -1, 127};
        for (Object told : new Object[] {bytes, ByteBuffer.wrap(bytes)}) {
            ByteBuilder out = new ByteBuilder();
            LoggedValues.writer(ColumnSchema.of("c", DataType.of(Kind.BLOB), "BLOB"), true)
                    .write(told, out);
            assertThat(out.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void onlyTextsOfFixedLengthLoseTheirBlanks() {
        DataType text = DataType.ofLength(Kind.STRING, 5);
        assertThat(logged(text, "CHAR(5 CHAR)", "ab   ")).isEqualTo("ab");
        assertThat(logged(text, "NCHAR(5)", "ab   ")).isEqualTo("ab");
        assertThat(logged(text, "VARCHAR2(5 CHAR)", "ab   ")).isEqualTo("ab   ");
        ByteBuilder out = new ByteBuilder();
        LoggedValues.writer(ColumnSchema.of("c", text, "CHAR(5 CHAR)"), false).write("ab   ", out);
        assertThat(out.toString()).isEqualTo("ab   ");
    }
}
