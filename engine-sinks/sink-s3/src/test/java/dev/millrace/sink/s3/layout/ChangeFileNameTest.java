package dev.millrace.sink.s3.layout;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeFileNameTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123999Z");

    @Test
    void tellsTheTimeToTheMillisecond() {
        assertThat(ChangeFileName.next(TIME, ZoneOffset.UTC, null)).isEqualTo("20261122-100000123");
        assertThat(ChangeFileName.next(TIME, ZoneId.of("Asia/Kolkata"), null)).isEqualTo("20261122-153000123");
    }

    @Test
    void isGreaterThanTheOneBefore() {
        assertThat(ChangeFileName.next(TIME, ZoneOffset.UTC, "20261122-100000122"))
                .isEqualTo("20261122-100000123");
        assertThat(ChangeFileName.next(TIME, ZoneOffset.UTC, "20261122-100000123"))
                .isEqualTo("20261122-100000124");
        assertThat(ChangeFileName.next(TIME, ZoneOffset.UTC, "20261231-235959999"))
                .isEqualTo("20270101-000000000");
    }
}
