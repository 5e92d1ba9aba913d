package dev.millrace.source.postgres.connection;

import dev.millrace.error.ErrorCode;
import dev.millrace.spi.SslMode;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

import static org.assertj.core.api.Assertions.assertThat;

/** The meaning of SQLSTATEs, and the modes of TLS. */
final class SourceErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "28P01, password authentication failed, SOURCE_AUTHENTICATION_FAILED",
        "28000, no pg_hba.conf entry, SOURCE_AUTHENTICATION_FAILED",
        "42501, permission denied for table t, SOURCE_GRANT_MISSING",
        "55006, replication slot \"s\" is active for PID 1, SOURCE_SLOT_ACTIVE",
        "58P01, requested WAL segment has already been removed, SOURCE_LOG_PURGED",
        "42704, replication slot \"s\" does not exist, SOURCE_SLOT_LOST",
        "42704, publication \"p\" does not exist, SOURCE_PUBLICATION_MISSING",
        "55000, logical decoding requires \"wal_level\" >= \"logical\", SOURCE_SETTING_WRONG",
        "55000, can no longer get changes from replication slot \"s\", SOURCE_SLOT_LOST",
        "53400, all replication slots are in use, SOURCE_SETTING_WRONG",
        "53300, number of requested standby connections exceeds max_wal_senders, SOURCE_SETTING_WRONG",
        "53300, too many clients already, SOURCE_UNREACHABLE",
        "57P01, terminating connection due to administrator command, SOURCE_CONNECTION_LOST",
        "57P03, the database system is starting up, SOURCE_UNREACHABLE",
        "08006, An I/O error occurred, SOURCE_CONNECTION_LOST",
        "XX001, invalid page, SOURCE_LOG_UNREADABLE",
        "22012, division by zero, SOURCE_FAILED"
    })
    void everyStateHasItsCode(String state, String message, ErrorCode code) {
        assertThat(SourceErrors.code(new SQLException(message, state))).isEqualTo(code);
        assertThat(SourceErrors.classify(new SQLException(message, state), "read it"))
                .hasMessage("can't read it: " + message + " (SQLSTATE " + state + ")");
    }

    @ParameterizedTest
    @CsvSource({"NONE, disable", "REQUIRE, require", "VERIFY_CA, verify-ca", "VERIFY_FULL, verify-full"})
    void tlsModesAreTheDriversOwn(SslMode mode, String driverMode) {
        Properties properties = new Properties();
        PostgresConnections.protect(properties, mode, "/ca.pem");
        assertThat(properties).containsEntry("sslmode", driverMode);
        boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        assertThat(properties.containsKey("sslrootcert")).isEqualTo(verified);
    }

    @Test
    void theJvmsTrustedAuthoritiesServeWithoutAFile() {
        Properties properties = new Properties();
        PostgresConnections.protect(properties, SslMode.VERIFY_FULL, null);
        assertThat(properties).containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }

    @Test
    void failuresOfTlsAreToldApartInAnyLanguage() {
        String german =
                "Der Hostname »db« konnte nicht mit dem HostnameVerifier »PgjdbcHostnameVerifier« überprüft werden.";
        assertThat(codeWhileConnecting(new PSQLException(german, PSQLState.CONNECTION_FAILURE)))
                .isEqualTo(ErrorCode.SOURCE_AUTHENTICATION_FAILED);
        assertThat(codeWhileConnecting(
                        new PSQLException(GT.tr("The server does not support SSL."), PSQLState.CONNECTION_REJECTED)))
                .isEqualTo(ErrorCode.SOURCE_SETTING_WRONG);
        assertThat(codeWhileConnecting(new PSQLException("no more connections", PSQLState.CONNECTION_REJECTED)))
                .isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    }

    private static ErrorCode codeWhileConnecting(SQLException failure) {
        return SourceErrors.whileConnecting(failure, "db").code();
    }

    @Test
    void aStreamThatTheDriverFindsBrokenIsALostConnection() {
        assertThat(SourceErrors.code(
                        new PSQLException("Tried to read from inactive copy", PSQLState.OBJECT_NOT_IN_STATE)))
                .isEqualTo(ErrorCode.SOURCE_CONNECTION_LOST);
    }
}
