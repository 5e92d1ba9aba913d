package dev.millrace.servers.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static java.util.Objects.requireNonNull;

/**
 * S3Proxy over a folder, in a process of its own. It checks signatures and conditions, and keeps what it holds over a {@link #restart}.
 * Thread-safe but for its life cycle.
 */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY_ID = "millrace";
    public static final String SECRET_ACCESS_KEY = "millrace-secret";

    private static final long READY_SECONDS = 60;

    private final Path folder;
    private final int port;
    private Process process;

    private S3Server(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /**
     * Starts a server without buckets.
     *
     * @param folder keeps objects and the server's log; made if missing
     */
    public static S3Server start(Path folder) {
        try {
            Files.createDirectories(folder.resolve("objects"));
            return new S3Server(folder, freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Kills the server and starts it again on the same port and the same objects. */
    public void restart() {
        close();
        process = launch();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() {
        try {
            Path settings = Files.writeString(folder.resolve("s3proxy.conf"), settings());
            Path logging = folder.resolve("logback.xml");
            Files.write(logging, resource("/s3-logback.xml"));
            Process launched = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-Dlogback.configurationFile=" + logging,
                            "-cp",
                            new String(resource("class-path.txt"), StandardCharsets.UTF_8).strip(),
                            "org.gaul.s3proxy.Main",
                            "--properties",
                            settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            awaitReady(launched);
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String settings() {
        return String.join(
                "\n",
                List.of(
                        "s3proxy.endpoint=" + endpoint(),
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.identity=" + ACCESS_KEY_ID,
                        "s3proxy.credential=" + SECRET_ACCESS_KEY,
                        "s3proxy.ignore-unknown-headers=true",
                        "jclouds.provider=filesystem-nio2",
                        "jclouds.filesystem.basedir=" + folder.resolve("objects"),
                        ""));
    }

    private void awaitReady(Process launched) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (!answers()) {
            if (!launched.isAlive() || System.nanoTime() > deadline) {
                launched.destroyForcibly();
                throw new IllegalStateException("the S3 server does not start:\n" + Files.readString(log()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                launched.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the S3 server started", e);
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return folder.resolve("s3proxy.log");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = requireNonNull(S3Server.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
