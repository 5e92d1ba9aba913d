package dev.millrace.servers.dynamodb;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static java.util.Objects.requireNonNull;

/**
 * DynamoDB Local in a process of its own, its tables in memory. Whoever comes with another access key sees other tables. Ends with this
 * JVM. Thread-safe.
 */
public final class DynamoDbServer implements AutoCloseable {
    private static final long READY_SECONDS = 60;

    private final Path log;
    private final int port;
    private final Process process;
    private final Thread atExit;

    private DynamoDbServer(Path folder, int port) throws IOException {
        this.log = folder.resolve("dynamodb.log");
        this.port = port;
        this.process = launch(folder);
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        awaitReady();
    }

    /**
     * Starts a server without tables.
     *
     * @param folder keeps the server's log; made if missing
     */
    public static DynamoDbServer start(Path folder) {
        try {
            Files.createDirectories(folder);
            return new DynamoDbServer(folder, freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return URI.create("http://" + host() + ":" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // this JVM ends, and the hook has done its work or does it now
        }
    }

    private Process launch(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx512m",
                        "-cp",
                        classPath(),
                        LoopbackServer.class.getName(),
                        "-inMemory",
                        "-disableTelemetry",
                        "-port",
                        Integer.toString(port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("DynamoDB Local does not start:\n" + Files.readString(log));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while DynamoDB Local started", e);
            }
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String classPath() throws IOException {
        try (InputStream in = requireNonNull(DynamoDbServer.class.getResourceAsStream("class-path.txt"))) {
            String libraries = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return own() + File.pathSeparator + libraries;
        }
    }

    /** Where this class is. */
    private static Path own() throws IOException {
        try {
            return Path.of(DynamoDbServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the class path can't be told", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
