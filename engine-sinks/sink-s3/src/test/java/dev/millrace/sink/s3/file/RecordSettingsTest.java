package dev.millrace.sink.s3.file;

import dev.millrace.error.ErrorCode;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.sink.LoggedChange.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class RecordSettingsTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456Z");

    /** The tables of dms-reference §5.2; "-" is a row without a mark. */
    @ParameterizedTest
    @CsvSource({
        "true, true, false, I, I",
        "false, false, false, -, I U D",
        "false, true, false, -, -",
        "true, false, false, I, I U D",
        "true, false, true, I, I U",
        "false, false, true, -, I U"
    })
    void marksAndLeavesOut(
            boolean inLoad, boolean insertsOnly, boolean insertsAndUpdates, String load, String changes) {
        RecordSettings settings = RecordSettings.of(new EndpointSettings(Map.of(
                "IncludeOpForFullLoad", "" + inLoad,
                "CdcInsertsOnly", "" + insertsOnly,
                "CdcInsertsAndUpdates", "" + insertsAndUpdates)));

        assertThat(String.join("", settings.beforeLoaded(TIME))).isEqualTo(load.replace("-", ""));
        assertThat(Stream.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE)
                        .filter(operation -> !settings.leavesOut(operation))
                        .map(operation -> settings.beforeChanged(operation, TIME))
                        .map(fields -> fields.isEmpty() ? "-" : fields.get(0))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(changes);
    }

    @Test
    void aTimestampStandsBehindTheMark() {
        RecordSettings settings = new RecordSettings(true, false, false, "at");
        assertThat(settings.leadingNames(true)).containsExactly("Op", "at");
        assertThat(settings.beforeChanged(Operation.DELETE, TIME)).containsExactly("D", "2026-11-22 10:00:00.123456");
    }

    @Test
    void insertsOnlyAndInsertsAndUpdatesContradictEachOther() {
        assertThat(failsWith(
                        ErrorCode.SETTING_INVALID,
                        () -> RecordSettings.of(new EndpointSettings(
                                Map.of("CdcInsertsOnly", "true", "CdcInsertsAndUpdates", "true")))))
                .hasMessageContaining("set one of them to false");
    }
}
