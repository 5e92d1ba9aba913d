package dev.millrace.source.debezium;

import dev.millrace.error.ErrorCode;
import dev.millrace.servers.PostgresServer;
import dev.millrace.source.postgres.PostgresSourceFactory;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Finding.Severity;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that Debezium would wait for without end is refused at start. */
class OlderPostgresIT {

    @Test
    void serverWithoutLogicalMessagesIsRefused() {
        try (PostgresServer server = PostgresServer.builder()
                        .majorVersion(PostgresServer.olderMajorVersion())
                        .start();
                Source source = open(server)) {
            assertThat(source.check(List.of(), false)).isEmpty();
            assertThat(source.check(List.of(), true)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.BLOCKING);
                assertThat(finding.code()).isEqualTo(ErrorCode.SOURCE_VERSION_UNSUPPORTED);
                assertThat(finding.problem()).contains("version is 13");
                assertThat(finding.remedy()).contains("leave Reader out");
            });
        }
    }

    private static Source open(PostgresServer server) {
        Endpoint endpoint = new Endpoint(
                "postgres",
                server.host(),
                server.port(),
                "postgres",
                server.username(),
                new Secret(server.password()),
                SslMode.NONE,
                null,
                new EndpointSettings(Map.of()));
        TaskContext context = new TaskContext("older", "", Clock.systemUTC(), Path.of("target", "state"));
        return new DebeziumReaderFactory().over(new PostgresSourceFactory().open(endpoint, context), endpoint, context);
    }
}
