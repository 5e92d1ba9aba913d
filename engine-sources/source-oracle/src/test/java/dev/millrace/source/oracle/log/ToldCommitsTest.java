package dev.millrace.source.oracle.log;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ToldCommitsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "100:1:a; 100:1:a; true",
                "100:1:a; 99:1:b; true",
                "100:1:a; 101:1:b; false",
                "100:1:a; 100:1:b; false",
                "100:1:a-b; 100:1:b; true",
                "100:1:a; 100:1:a-b; false",
                "100:1:a,60:2:x; 100:1:a,81:2:; true",
                "100:1:a,90:2:x; 100:1:a,95:2:b; false",
                "100:1:a,90:2:x; 81:1:,90:2:x; true",
                "100:1:a; 95:2:b; false"
            })
    void eachThreadCountsForItself(String told, String others, boolean contained) {
        assertThat(ToldCommits.of(told).contain(ToldCommits.of(others))).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"100:1:a,90:2:x; 100", "0:1:; 0", "81:1:,90:2:; 90"})
    void lastIsThatOfAllThreads(String told, long last) {
        assertThat(ToldCommits.of(told).last()).isEqualTo(last);
    }
}
