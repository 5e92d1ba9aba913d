package dev.millrace.examples.cli;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTest {

    @Test
    void counts() {
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9940, 9.9 kB",
        "12345, 12 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "4200000, 4.2 MB",
        "5000000000, 5.0 GB",
        "7000000000000, 7.0 TB"
    })
    void bytes(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0/s", "950.4, 950/s", "999.6, 1.0k/s", "12345, 12.3k/s", "999960, 1.0M/s", "1200000, 1.2M/s"})
    void rates(double rate, String text) {
        assertThat(Figures.rate(rate)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0 s", "400, 0.4 s", "9949, 9.9 s", "9950, 0:09", "72000, 1:12", "3723000, 1:02:03"})
    void times(long millis, String text) {
        assertThat(Figures.time(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
