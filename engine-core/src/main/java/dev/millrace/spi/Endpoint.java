package dev.millrace.spi;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Where a database is and how to log in: what a task file's {@code SourceEndpoint} or {@code TargetEndpoint} says.
 *
 * @param engineName DMS's name of the engine, lower case, such as {@code postgres} or {@code mariadb}
 * @param serverName host name or address; empty for endpoints that have none
 * @param port 0 for the engine's own default
 * @param databaseName the database to connect to; empty if none is named
 * @param username the user; empty if none is named
 * @param password null if none is given
 * @param sslMode how the connection is protected
 * @param certificateFile a PEM file with the trusted authorities; null for the JVM's own trust store
 * @param settings everything engine-specific
 */
public record Endpoint(
        String engineName,
        String serverName,
        int port,
        String databaseName,
        String username,
        @Nullable Secret password,
        SslMode sslMode,
        @Nullable String certificateFile,
        EndpointSettings settings) {
    public Endpoint {
        requireNonNull(engineName, "engineName is null");
        requireNonNull(sslMode, "sslMode is null");
        requireNonNull(settings, "settings is null");
    }

    public int portOr(int defaultPort) {
        return port == 0 ? defaultPort : port;
    }

    /** For messages: never the password. */
    @Override
    public String toString() {
        return engineName + "://" + username + "@" + serverName + ":" + port + "/" + databaseName;
    }
}
