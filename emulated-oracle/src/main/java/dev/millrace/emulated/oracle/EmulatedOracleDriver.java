package dev.millrace.emulated.oracle;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Connects to an {@link EmulatedOracle}, which may be in another process: {@code jdbc:emulated-oracle://host:port/name}. */
public final class EmulatedOracleDriver implements Driver {
    /** How URLs for this driver begin. */
    public static final String PREFIX = "jdbc:emulated-oracle:";

    static final String SETTINGS =
            ";MODE=Oracle;NON_KEYWORDS=VALUE,KEY,DAY,MINUTE;TIME ZONE=UTC;DEFAULT_LOCK_TIMEOUT=60000";

    static {
        try {
            DriverManager.registerDriver(new EmulatedOracleDriver());
        } catch (SQLException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    /** For {@link DriverManager}. */
    public EmulatedOracleDriver() {}

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        String place = url.substring(PREFIX.length() + 2);
        int slash = place.indexOf('/');
        String inner = "jdbc:h2:tcp://" + place.substring(0, slash) + "/mem:" + place.substring(slash + 1) + SETTINGS;
        Properties login = new Properties();
        login.setProperty("user", info.getProperty("user", ""));
        login.setProperty("password", info.getProperty("password", ""));
        try {
            return Proxied.connection(new org.h2.Driver().connect(inner, login));
        } catch (SQLException failure) {
            throw OracleErrors.of(failure, inner);
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX + "//");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 19;
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
        return Logger.getLogger("dev.millrace.emulated");
    }
}
