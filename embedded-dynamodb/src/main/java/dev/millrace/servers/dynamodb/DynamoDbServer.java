package dev.millrace.servers.dynamodb;

import dev.millrace.servers.JavaServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * DynamoDB Local in a process of its own, its tables in memory. Whoever comes with another access key sees other tables. Ends with this
 * JVM. Thread-safe.
 */
public final class DynamoDbServer implements AutoCloseable {
    private final JavaServer server;

    private DynamoDbServer(JavaServer server) {
        this.server = server;
    }

    /**
     * Starts a server without tables.
     *
     * @param folder keeps the server's log; made if missing
     */
    public static DynamoDbServer start(Path folder) {
        try {
            Files.createDirectories(folder);
            return new DynamoDbServer(JavaServer.start(folder.resolve("dynamodb.log"), DynamoDbServer::arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return server.host();
    }

    public int port() {
        return server.port();
    }

    /** The operating system's number of the process that runs now. */
    public long pid() {
        return server.pid();
    }

    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }

    /** The server's libraries come first: this class may stand in a jar with other versions of them. */
    private static List<String> arguments(int port) {
        return List.of(
                "-Xmx512m",
                "-cp",
                JavaServer.classPath(DynamoDbServer.class) + File.pathSeparator + own(),
                LoopbackServer.class.getName(),
                "-inMemory",
                "-disableTelemetry",
                "-port",
                Integer.toString(port));
    }

    /** Where this class is. */
    private static Path own() {
        try {
            return Path.of(DynamoDbServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path can't be told", e);
        }
    }
}
