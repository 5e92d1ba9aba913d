package dev.millrace.source.oracle.catalogue;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.spi.EndpointSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class ColumnTypesTest {
    private static final int NONE = -1;

    private static ColumnTypes scaled(String scale) {
        return new ColumnTypes(new EndpointSettings(Map.of("NumberDatatypeScale", scale)));
    }

    @Test
    void numbersWithoutPrecisionAreWhatTheSettingSays() {
        assertThat(new ColumnTypes(EndpointSettings.none()).of("NUMBER", 22, NONE, null))
                .isEqualTo(DataType.of(Kind.NUMERIC));
        assertThat(scaled("-1").of("NUMBER", 22, NONE, null)).isEqualTo(DataType.of(Kind.REAL8));
        assertThat(scaled("-2").of("NUMBER", 22, NONE, null).kind()).isEqualTo(Kind.STRING);
        assertThat(scaled("4").of("NUMBER", 22, NONE, null)).isEqualTo(DataType.numeric(38, 4));
        assertThat(scaled("4").of("NUMBER", 22, 10, 2)).isEqualTo(DataType.numeric(10, 2));
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> scaled("39")))
                .hasMessageContaining("NumberDatatypeScale");
    }

    @ParameterizedTest
    @CsvSource({
        "2, -1, INT2",
        "5, -2, INT4",
        "16, -2, INT8",
        "2, -38, NUMERIC",
        "9, 0, INT4",
        "10, 0, INT8",
        "3, 5, NUMERIC"
    })
    void scalesWidenNumbers(int precision, int scale, Kind kind) {
        DataType type = new ColumnTypes(EndpointSettings.none()).of("NUMBER", 22, precision, scale);
        assertThat(type.kind()).isEqualTo(kind);
        if (kind == Kind.NUMERIC) {
            assertThat(type.precision()).isEqualTo(Math.max(precision - Math.min(scale, 0), scale));
            assertThat(type.scale()).isEqualTo(Math.max(scale, 0));
        }
    }
}
