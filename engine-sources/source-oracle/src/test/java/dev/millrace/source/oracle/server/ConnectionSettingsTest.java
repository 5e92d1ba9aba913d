package dev.millrace.source.oracle.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

class ConnectionSettingsTest {

    private static ConnectionSettings with(Map<String, String> settings, SslMode protection) {
        return ConnectionSettings.of(new Endpoint(
                "oracle", "db", 0, "ORCL", "U", new Secret("p"), protection, null, new EndpointSettings(settings)));
    }

    @Test
    void urlIsMadeOfServerPortAndService() {
        assertThat(with(Map.of(), SslMode.NONE).url()).isEqualTo("jdbc:oracle:thin:@//db:1521/ORCL");
        assertThat(with(Map.of(), SslMode.REQUIRE).url()).isEqualTo("jdbc:oracle:thin:@tcps://db:1521/ORCL");
    }

    @Test
    void urlMayBeTheUsers() {
        String descriptor = "jdbc:oracle:thin:@(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=X)))";
        assertThat(with(Map.of("JdbcUrl", descriptor), SslMode.NONE).url()).isEqualTo(descriptor);
    }

    @Test
    void containerIsANameOfOracle() {
        assertThat(with(Map.of("PdbName", "orclpdb1"), SslMode.NONE).pluggableDatabase())
                .isEqualTo("ORCLPDB1");
        assertThat(failsWith(ErrorCode.SETTING_INVALID, () -> with(Map.of("PdbName", "a; DROP USER b"), SslMode.NONE)))
                .hasMessageContaining("PdbName");
    }
}
