package dev.millrace.source.oracle.server;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.SslMode;
import java.util.Locale;

/**
 * How to connect.
 *
 * @param endpoint server, user, protection
 * @param url the driver's URL: {@code JdbcUrl}, or one made of server, port and service name
 * @param pluggableDatabase {@code PdbName}: the container that the tables are in, upper case; empty if the service is where they are
 */
public record ConnectionSettings(Endpoint endpoint, String url, String pluggableDatabase) {
    /** The listener's port if none is given. */
    public static final int DEFAULT_PORT = 1521;

    /**
     * Reads the settings of an endpoint.
     *
     * @throws ReplicationException {@code SETTING_INVALID}
     */
    public static ConnectionSettings of(Endpoint endpoint) {
        String pluggable = endpoint.settings().text("PdbName").orElse("").toUpperCase(Locale.ROOT);
        if (!pluggable.matches("[A-Z0-9_$#]*")) {
            throw new ReplicationException(
                    ErrorCode.SETTING_INVALID,
                    "endpoint setting PdbName is '" + pluggable + "'; it must be the name of a pluggable database");
        }
        return new ConnectionSettings(
                endpoint, endpoint.settings().text("JdbcUrl").orElseGet(() -> made(endpoint)), pluggable);
    }

    private static String made(Endpoint endpoint) {
        String protocol = endpoint.sslMode() == SslMode.NONE ? "" : "tcps:";
        return "jdbc:oracle:thin:@" + protocol + "//" + endpoint.serverName() + ":" + endpoint.portOr(DEFAULT_PORT)
                + "/" + endpoint.databaseName();
    }

    String password() {
        return endpoint.password() == null ? "" : endpoint.password().value();
    }
}
