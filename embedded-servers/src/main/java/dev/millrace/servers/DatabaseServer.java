package dev.millrace.servers;

import java.nio.file.Path;

/**
 * A real database server that this JVM started on the loopback interface.
 *
 * <p>The server keeps its port and its data through {@link #stop()}, {@link #kill()}, {@link #start()} and {@link #restart()};
 * {@link #close()} ends it and removes its folder. What is still open when the JVM ends is closed then, and what a killed JVM left
 * behind is removed when the next JVM of the same user starts a server.
 *
 * <p>All methods are safe for use by several threads; those that start or end the process exclude each other. Failures are
 * reported as {@link EmbeddedServerException}, with the end of the server's log.
 */
public sealed interface DatabaseServer extends AutoCloseable permits EmbeddedServer {

    /** The address to connect to, always the IPv4 loopback address. */
    String host();

    /** The TCP port, the same for the whole life of this object. */
    int port();

    /** The JDBC address of a database, without user and password. The database need not exist. */
    String jdbcUrl(String database);

    /** A user with every privilege, who logs in over TCP with {@link #password()}. */
    String username();

    /** The password of {@link #username()}. */
    String password();

    /** The version as the server names it, such as {@code 18.6} or {@code 8.0.31}. */
    String version();

    /** Whether the process runs. */
    boolean isRunning();

    /**
     * The process id of the running server.
     *
     * @throws EmbeddedServerException if the server is not running
     */
    long pid();

    /** Starts the server on its old data and port and returns when it takes connections. Does nothing if it runs. */
    void start();

    /**
     * Ends the server in order, as an administrator would: connections are cut, everything is written out. Does nothing if it does
     * not run. A server that has not ended after {@link ServerBuilder#stopTimeout} is killed, and that is an error.
     */
    void stop();

    /** Ends the server and its children with SIGKILL, as a crash would. Does nothing if it does not run. */
    void kill();

    /** {@link #stop()} followed by {@link #start()}. */
    default void restart() {
        stop();
        start();
    }

    /** The server's data folder. */
    Path dataDirectory();

    /**
     * Where the server process, and only it, sees the disk of {@link ServerBuilder#smallDisk}.
     *
     * @throws EmbeddedServerException if it was started without one
     */
    Path smallDisk();

    /** The server's log, of all its starts. */
    Path logFile();

    /** Ends the server without ceremony and removes its folder. May be called more than once; the server can't be started again. */
    @Override
    void close();
}
