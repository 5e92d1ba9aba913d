package dev.millrace.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A server written in Java, in a process of its own with a class path of its own. It listens on the loopback interface, keeps its port when it
 * is restarted, and ends with this JVM at the latest. Thread-safe but for {@link #restart} and {@link #close}.
 */
public final class JavaServer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private final Path log;
    private final int port;
    private final List<String> command;
    private final Thread atExit = new Thread(this::kill, "millrace-java-server-shutdown");
    private volatile OsProcess process;

    private JavaServer(Path log, int port, List<String> arguments) {
        this.log = log;
        this.port = port;
        this.command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(arguments);
        process = launch();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts a server on a free port; returns when it takes connections.
     *
     * @param log takes what the server prints
     * @param arguments what {@code java} is told for a port: options, class path, main class and the rest
     */
    public static JavaServer start(Path log, IntFunction<List<String>> arguments) {
        return LoopbackPorts.startOn(port -> new JavaServer(log, port, arguments.apply(port)));
    }

    /** A class path that the build has written to a file beside a class. */
    public static String classPath(Class<?> beside) {
        try (InputStream in = beside.getResourceAsStream("class-path.txt")) {
            if (in == null) {
                throw new EmbeddedServerException("There is no class-path.txt beside " + beside.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return LoopbackPorts.ADDRESS.getHostAddress();
    }

    public int port() {
        return port;
    }

    /** The operating system's number of the process that runs now. */
    public long pid() {
        return process.pid();
    }

    public URI endpoint() {
        return URI.create("http://" + host() + ":" + port);
    }

    /** Kills the server and starts it again on the same port. */
    public void restart() {
        kill();
        process = launch();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // this JVM ends, and the hook has done its work or does it now
        }
        kill();
    }

    private void kill() {
        if (process.isAlive()) {
            process.kill();
        }
    }

    private OsProcess launch() {
        OsProcess launched = OsProcess.start(command, Map.of(), null, log);
        try {
            launched.awaitReady(() -> launched.isAlive() && listens(), START_TIMEOUT);
            return launched;
        } catch (RuntimeException | Error failure) {
            launched.kill();
            throw failure;
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LoopbackPorts.ADDRESS, port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
