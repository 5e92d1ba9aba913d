package dev.millrace.sink.mysql;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import dev.millrace.spi.sink.SinkFactory;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MySqlConnectorTest {
    @Test
    void everySslModeMeansWhatItSays() {
        assertThat(properties(SslMode.NONE, null))
                .containsEntry("sslMode", "disable")
                .containsEntry("allowPublicKeyRetrieval", "true");
        assertThat(properties(SslMode.REQUIRE, null))
                .containsEntry("sslMode", "trust")
                .doesNotContainKey("allowPublicKeyRetrieval");
        assertThat(properties(SslMode.VERIFY_CA, "ca.pem"))
                .containsEntry("sslMode", "verify-ca")
                .containsEntry("serverSslCert", "ca.pem");
        assertThat(properties(SslMode.VERIFY_FULL, "ca.pem")).containsEntry("sslMode", "verify-full");
    }

    @Test
    void matchedRowsAreCountedAndNoStatementIsQuotedInErrors() {
        assertThat(properties(SslMode.NONE, null))
                .containsEntry("useAffectedRows", "false")
                .containsEntry("dumpQueriesOnException", "false")
                .containsEntry("connectTimeout", "10000")
                .containsEntry("connectionAttributes", "program_name:millrace a b/load");
    }

    @Test
    void sessionIsSettled() {
        Golden.assertMatches("session.sql", List.of(MySqlConnector.sessionStatements()));
    }

    @Test
    void tablesGoWhereTargetDbTypeSays() {
        TableId table = new TableId("public", "t");
        assertThat(Placement.of(endpoint(SslMode.NONE, null, Map.of())).place(table))
                .isEqualTo(table);
        Endpoint specific = endpoint(SslMode.NONE, null, Map.of("targetDbType", "specific-database"));
        assertThat(Placement.of(specific).place(table)).isEqualTo(new TableId("one", "t"));
        assertThatThrownBy(() -> Placement.of(endpoint(SslMode.NONE, null, Map.of("TargetDbType", "x"))))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("MULTIPLE_DATABASES or SPECIFIC_DATABASE");
    }

    @Test
    void factoryIsFound() {
        assertThat(ServiceLoader.load(SinkFactory.class))
                .singleElement()
                .satisfies(factory ->
                        assertThat(factory.engineNames()).containsExactlyInAnyOrder("mysql", "mariadb", "aurora"));
    }

    private static Properties properties(SslMode mode, @Nullable String certificate) {
        return new MySqlConnector(endpoint(mode, certificate, Map.of()), "a,b").properties("load");
    }

    private static Endpoint endpoint(SslMode mode, @Nullable String certificate, Map<String, String> settings) {
        return new Endpoint(
                "mysql",
                "db",
                0,
                "one",
                "app",
                new Secret("secret"),
                mode,
                certificate,
                new EndpointSettings(settings));
    }
}
