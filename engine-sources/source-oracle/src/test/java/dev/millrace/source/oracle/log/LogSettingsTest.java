package dev.millrace.source.oracle.log;

import dev.millrace.error.ErrorCode;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogSettingsTest {
    private static LogSettings settings(String name, String value) {
        return LogSettings.of(
                new Endpoint(
                        "oracle",
                        "db",
                        1521,
                        "ORCL",
                        "U",
                        new Secret("p"),
                        SslMode.NONE,
                        null,
                        new EndpointSettings(Map.of(name, value))),
                "");
    }

    @Test
    void openTransactionsAreNotLeftToTheServer() {
        failsWith(ErrorCode.SETTING_INVALID, () -> settings("LogMiningBuffer", "server"));
        assertThatThrownBy(() -> settings("LogMiningBuffer", "Server"))
                .hasMessageContaining("TRUNCATE")
                .hasMessageContaining("OpenTransactionMegabytes");
    }

    @Test
    void bufferIsTheClientsAndNothingElse() {
        assertThatCode(() -> settings("LogMiningBuffer", "Client")).doesNotThrowAnyException();
        assertThatThrownBy(() -> settings("LogMiningBuffer", "none")).hasMessageContaining("must be client");
    }

    @Test
    void strategyIsOneOfThree() {
        assertThat(settings("LogMiningStrategy", "HYBRID").strategy()).isEqualTo("hybrid");
        assertThatThrownBy(() -> settings("LogMiningStrategy", "guess")).hasMessageContaining("online_catalog");
    }
}
