package dev.millrace.sink.s3.layout;

import dev.millrace.error.ErrorCode;
import dev.millrace.spi.EndpointSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class DatePartitionTest {
    private static final Instant TIME = Instant.parse("2026-03-09T23:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "YYYYMMDD, SLASH, 2026/03/09/",
        "YYYYMMDDHH, SLASH, 2026/03/09/23/",
        "YYYYMM, SLASH, 2026/03/",
        "MMYYYYDD, SLASH, 03/2026/09/",
        "DDMMYYYY, SLASH, 09/03/2026/",
        "YYYYMMDDHH, DASH, 2026-03-09-23/",
        "yyyymm, underscore, 2026_03/",
        "DDMMYYYY, NONE, 09032026/"
    })
    void namesFoldersByTheirSequenceAndDelimiter(String sequence, String delimiter, String folder) {
        assertThat(partition(Map.of("DatePartitionSequence", sequence, "DatePartitionDelimiter", delimiter))
                        .folder(TIME))
                .isEqualTo(folder);
    }

    @Test
    void defaultsAreThoseOfDms() {
        assertThat(partition(Map.of()).folder(TIME)).isEqualTo("2026/03/09/");
        assertThat(DatePartition.of(EndpointSettings.none()).folder(TIME)).isEmpty();
        assertThat(DatePartition.of(new EndpointSettings(Map.of("DatePartitionedEnabled", "true")))
                        .folder(TIME))
                .isEqualTo("2026/03/09/");
    }

    @Test
    void aZoneMayHaveAnotherDay() {
        assertThat(partition(Map.of("DatePartitionTimezone", "Europe/Berlin")).folder(TIME))
                .isEqualTo("2026/03/10/");
    }

    @ParameterizedTest
    @CsvSource({"DatePartitionSequence, DDMM", "DatePartitionDelimiter, DOT", "DatePartitionTimezone, Nowhere/Land"})
    void whatIsUnknownIsRefused(String name, String value) {
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> partition(Map.of(name, value))))
                .hasMessageContaining(name)
                .hasMessageContaining(value);
    }

    private static DatePartition partition(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("DatePartitionEnabled", "true");
        return DatePartition.of(new EndpointSettings(all));
    }
}
