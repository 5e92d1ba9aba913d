package dev.millrace.emulated.sqlserver;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connects to an {@link EmulatedSqlServer} by {@code jdbc:emulated-sqlserver://host:port/database}. Its connections take statements of SQL Server
 * that the emulation knows, and fail as Microsoft's driver does. Thread-safe.
 */
public final class EmulatedDriver implements Driver {
    private static final Pattern ADDRESS = Pattern.compile("jdbc:emulated-sqlserver://([^:/]+):(\\d+)/(.+)");

    static {
        try {
            DriverManager.registerDriver(new EmulatedDriver());
        } catch (SQLException refused) {
            throw new ExceptionInInitializerError(refused);
        }
    }

    /** For the service loader. */
    public EmulatedDriver() {}

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        Matcher address = ADDRESS.matcher(url);
        if (!address.matches()) {
            return null;
        }
        SocketRelay relay = SocketRelay.to(address.group(1), Integer.parseInt(address.group(2)));
        String target =
                EmulatedSqlServer.remote("127.0.0.1", relay.port(), address.group(3)) + ";NETWORK_TIMEOUT=60000";
        try {
            Connection connection = DriverManager.getConnection(
                    target, properties.getProperty("user"), properties.getProperty("password"));
            return EmulatedConnection.over(connection, address.group(3), relay);
        } catch (SQLException failure) {
            relay.close();
            throw EmulatedConnection.translated(failure);
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return ADDRESS.matcher(url).matches();
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
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger of java.util.logging");
    }
}
