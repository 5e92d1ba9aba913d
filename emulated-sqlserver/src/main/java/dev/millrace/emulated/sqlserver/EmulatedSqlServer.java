package dev.millrace.emulated.sqlserver;

import java.io.IOException;
import java.sql.SQLException;
import org.h2.tools.Server;

/**
 * Databases that answer as SQL Server 2022 would, as far as the statements of a reader of its change tables go. Clients connect with
 * {@link EmulatedDriver}; users write through {@link EmulatedDatabase}. Runs in this process, or with {@link #main} in one of its own, so that it
 * outlives a client that is killed. Thread-safe.
 */
public final class EmulatedSqlServer implements AutoCloseable {
    private static final String OPTIONS = ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;LOCK_TIMEOUT=20000;TIME ZONE=UTC";

    private final Server server;

    private EmulatedSqlServer(Server server) {
        this.server = server;
    }

    /** Starts a server on a free port. */
    public static EmulatedSqlServer start() {
        try {
            return new EmulatedSqlServer(
                    Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start());
        } catch (SQLException failure) {
            throw new IllegalStateException("the emulated server does not start", failure);
        }
    }

    /** Where clients connect to. */
    public int port() {
        return server.getPort();
    }

    /** Makes a database, with change data capture enabled and an owner; it has the schema {@code dbo} only if that is created. */
    public EmulatedDatabase createDatabase(String name, String user, String password) {
        return EmulatedDatabase.create(name, "jdbc:h2:mem:" + name + OPTIONS + ";DB_CLOSE_DELAY=-1", user, password);
    }

    /** Makes a database on a server that runs in another process. */
    public static EmulatedDatabase createDatabase(int port, String name, String user, String password) {
        return EmulatedDatabase.create(name, remote("127.0.0.1", port, name) + ";DB_CLOSE_DELAY=-1", user, password);
    }

    static String remote(String host, int port, String name) {
        return "jdbc:h2:tcp://" + host + ":" + port + "/mem:" + name + OPTIONS;
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Starts a server, prints its port and runs until its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (EmulatedSqlServer server = start()) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
