package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresErrorsTest {
    private final PostgresErrors errors = new PostgresErrors("app user");

    @ParameterizedTest
    @CsvSource({
        "08006,TARGET_CONNECTION_LOST",
        "57P01,TARGET_CONNECTION_LOST",
        "57P03,TARGET_CONNECTION_LOST",
        "25006,TARGET_CONNECTION_LOST",
        "53300,TARGET_UNREACHABLE",
        "53100,TARGET_RESOURCE_EXHAUSTED",
        "53200,TARGET_RESOURCE_EXHAUSTED",
        "40001,TARGET_LOCK_CONFLICT",
        "40P01,TARGET_LOCK_CONFLICT",
        "55P03,TARGET_LOCK_CONFLICT",
        "57014,TARGET_LOCK_CONFLICT",
        "22001,TARGET_VALUE_TRUNCATED",
        "22P02,TARGET_VALUE_REFUSED",
        "54000,TARGET_VALUE_REFUSED",
        "23505,TARGET_CONSTRAINT_VIOLATED",
        "P0001,TARGET_CONSTRAINT_VIOLATED",
        "28P01,TARGET_AUTHENTICATION_FAILED",
        "3D000,TARGET_SETTING_WRONG",
        "42501,TARGET_GRANT_MISSING",
        "42P01,TARGET_TABLE_MISSING",
        "3F000,TARGET_TABLE_MISSING",
        "42703,TARGET_TABLE_MISMATCH",
        "42804,TARGET_TABLE_MISMATCH",
        "42601,TARGET_FAILED",
        "XX000,TARGET_FAILED"
    })
    void classifies(String state, ErrorCode expected) {
        assertThat(errors.classify(new SQLException("x", state))).isEqualTo(expected);
    }

    @Test
    void brokenPipeWithoutStateIsLostConnection() {
        assertThat(errors.classify(new SQLException("x", null, new IOException("reset"))))
                .isEqualTo(ErrorCode.TARGET_CONNECTION_LOST);
        assertThat(errors.classify(new SQLException("x"))).isEqualTo(ErrorCode.TARGET_FAILED);
    }

    @Test
    void valuesAreTakenOutOfMessages() {
        assertThat(errors.explain(server(
                        "22P02",
                        "invalid input syntax for type integer: \"s3\"cret\"",
                        "COPY t, line 3, column a: \"s3\"cret\"")))
                .isEqualTo("invalid input syntax for type integer: \"…\" (column a) [SQLState 22P02]");
        assertThat(errors.explain(server("P0001", "order 4711 is closed", "PL/pgSQL function f() line 1")))
                .doesNotContain("4711");
    }

    @Test
    void batchesAreLookedInto() {
        BatchUpdateException batch = new BatchUpdateException("INSERT INTO t VALUES ('s3cret')", "23505", new int[0]);
        batch.setNextException(server("23505", "duplicate key value violates unique constraint \"t_pkey\"", null));
        assertThat(errors.classify(batch)).isEqualTo(ErrorCode.TARGET_CONSTRAINT_VIOLATED);
        assertThat(errors.explain(batch)).contains("t_pkey").doesNotContain("s3cret");
    }

    @Test
    void missingGrantsComeWithTheGrant() {
        assertThat(errors.explain(server("42501", "permission denied for schema shop", null)))
                .endsWith("; run: GRANT USAGE, CREATE ON SCHEMA shop TO \"app user\"");
        assertThat(errors.explain(server("42501", "must be owner of table t", null)))
                .endsWith("; run: ALTER TABLE t OWNER TO \"app user\"");
        assertThat(errors.explain(server("53100", "could not extend file", null)))
                .contains("free disk space");
    }

    private static SQLException server(String state, String message, String where) {
        String wire = "SERROR\0C" + state + "\0M" + message + "\0" + (where == null ? "" : "W" + where + "\0");
        return new PSQLException(new ServerErrorMessage(wire));
    }
}
