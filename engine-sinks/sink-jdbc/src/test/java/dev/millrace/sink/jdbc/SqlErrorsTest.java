package dev.millrace.sink.jdbc;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "08006,TARGET_CONNECTION_LOST",
        "22001,TARGET_VALUE_TRUNCATED",
        "23505,TARGET_CONSTRAINT_VIOLATED",
        "28P01,TARGET_AUTHENTICATION_FAILED",
        "40001,TARGET_LOCK_CONFLICT",
        "53100,TARGET_RESOURCE_EXHAUSTED",
        "XX000,TARGET_FAILED",
        ",TARGET_FAILED"
    })
    void classifiesByTheClassOfTheState(String state, ErrorCode expected) {
        assertThat(SqlErrors.classifyByState(new SQLException("x", state))).isEqualTo(expected);
    }

    @Test
    void failureOverRowKeepsNoValue() {
        SQLException failure = new SQLException("value \"4711-secret\" is too long", "22001", 7);
        ReplicationException translated =
                SqlErrors.translate(new PlainDialect(), failure, "can't insert into table a.b");
        StringWriter everything = new StringWriter();
        translated.printStackTrace(new PrintWriter(everything));
        assertThat(everything.toString())
                .contains("can't insert into table a.b", "SQLState 22001")
                .doesNotContain("4711-secret");
    }
}
