package dev.millrace.servers.s3;

import dev.millrace.servers.JavaServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;

/**
 * S3Proxy over a folder, in a process of its own. It checks signatures and conditions, and keeps what it holds over a {@link #restart}.
 * Thread-safe but for its life cycle.
 */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY_ID = "millrace";
    public static final String SECRET_ACCESS_KEY = "millrace-secret";

    private static final Pattern HALF_WRITTEN = Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final JavaServer server;
    private final Path objects;

    private S3Server(JavaServer server, Path objects) {
        this.server = server;
        this.objects = objects;
    }

    /**
     * Starts a server without buckets.
     *
     * @param folder keeps objects and the server's log; made if missing
     */
    public static S3Server start(Path folder) {
        try {
            Path objects = Files.createDirectories(folder.resolve("objects"));
            Path logging = folder.resolve("logback.xml");
            try (InputStream in = requireNonNull(S3Server.class.getResourceAsStream("/s3-logback.xml"))) {
                Files.write(logging, in.readAllBytes());
            }
            return new S3Server(
                    JavaServer.start(folder.resolve("s3proxy.log"), port -> arguments(folder, logging, port)), objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operating system's number of the process that runs now. */
    public long pid() {
        return server.pid();
    }

    public URI endpoint() {
        return server.endpoint();
    }

    /** Where the server keeps a bucket: each object is a file below it, named as its key. */
    public Path bucketFolder(String bucket) {
        return objects.resolve(bucket);
    }

    /**
     * Whether a key that this server lists is an object that was put. Beside them it lists the file in which it gathers an object while
     * that is being sent, under its key and a UUID; S3 itself lists an object from when it is whole.
     */
    public static boolean isWhole(String key) {
        return !HALF_WRITTEN.matcher(key).matches();
    }

    /** Kills the server and starts it again on the same port and the same objects. */
    public void restart() {
        server.restart();
    }

    @Override
    public void close() {
        server.close();
    }

    private static List<String> arguments(Path folder, Path logging, int port) {
        return List.of(
                "-Xmx256m",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                JavaServer.classPath(S3Server.class),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings(folder, port).toString());
    }

    private static Path settings(Path folder, int port) {
        try {
            return Files.write(
                    folder.resolve("s3proxy.conf"),
                    List.of(
                            "s3proxy.endpoint=http://127.0.0.1:" + port,
                            "s3proxy.authorization=aws-v2-or-v4",
                            "s3proxy.identity=" + ACCESS_KEY_ID,
                            "s3proxy.credential=" + SECRET_ACCESS_KEY,
                            "s3proxy.ignore-unknown-headers=true",
                            "jclouds.provider=filesystem-nio2",
                            "jclouds.filesystem.basedir=" + folder.resolve("objects")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
