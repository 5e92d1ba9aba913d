package dev.millrace.source.sqlserver.connection;

import dev.millrace.error.ErrorCode;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.EndpointSettings;
import dev.millrace.spi.Secret;
import dev.millrace.spi.SslMode;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** What the driver is told. */
class ConnectionsTest {
    private final RefusingDriver driver = new RefusingDriver();

    /** Notes what it is told, and connects to nothing. */
    private static final class RefusingDriver implements Driver {
        private final Properties told = new Properties();
        private String url = "";

        @Override
        public @Nullable Connection connect(String url, Properties properties) throws SQLException {
            if (!acceptsURL(url)) {
                return null;
            }
            this.url = url;
            told.clear();
            told.putAll(properties);
            throw new SQLException("refused", "08001");
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:refused:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    @BeforeEach
    void register() throws SQLException {
        DriverManager.registerDriver(driver);
    }

    @AfterEach
    void deregister() throws SQLException {
        DriverManager.deregisterDriver(driver);
    }

    private Properties told(Map<String, String> settings) {
        try (Connections connections = connections(settings)) {
            failsWith(ErrorCode.SOURCE_UNREACHABLE, connections::open);
            return driver.told;
        }
    }

    private static Connections connections(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("JdbcUrl", "jdbc:refused:");
        Endpoint endpoint = new Endpoint(
                "sqlserver", "", 0, "shop", "reader", new Secret("x"), SslMode.NONE, null, new EndpointSettings(all));
        return new Connections(endpoint, "task");
    }

    @Test
    void nothingOfAGroupIsAskedForUnlessItIsSet() {
        assertThat(told(Map.of()))
                .containsEntry("multiSubnetFailover", "false")
                .doesNotContainKey("applicationIntent")
                .containsEntry("databaseName", "shop");
    }

    @Test
    void settingsOfAListenerReachTheDriver() {
        assertThat(told(Map.of("MultiSubnetFailover", "true", "ApplicationIntent", "readonly")))
                .containsEntry("multiSubnetFailover", "true")
                .containsEntry("applicationIntent", "ReadOnly");
    }

    @Test
    void intentIsKnownFromTheUrlToo() {
        try (Connections asked = connections(Map.of("JdbcUrl", "jdbc:refused://listener;applicationIntent=ReadOnly"));
                Connections other = connections(Map.of("ApplicationIntent", "readwrite"))) {
            assertThat(asked.isReadOnly()).isTrue();
            assertThat(other.isReadOnly()).isFalse();
        }
    }

    /** For named instances, and whatever else the driver takes there. */
    @Test
    void urlMayBeTheUsers() {
        assertThat(told(Map.of("JdbcUrl", "jdbc:refused:own"))).containsEntry("user", "reader");
        assertThat(driver.url).isEqualTo("jdbc:refused:own");
    }

    @Test
    void secondsToConnectReachTheDriver() {
        assertThat(told(Map.of("ConnectionTimeout", "3"))).containsEntry("loginTimeout", "3");
    }
}
