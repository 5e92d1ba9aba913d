package dev.millrace.source.sqlserver.container;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.testcontainers.mssqlserver.MSSQLServerContainer;

/**
 * SQL Server 2022 with its Agent, in a container that ends with this JVM. To start it is to accept the licence of Microsoft's image. Trace flag 8207
 * has an update of a single row's key told as an update.
 */
final class ContainerServer {
    private static final String IMAGE = "mcr.microsoft.com/mssql/server:2022-latest";
    private static final int PORT = 1433;

    private final MSSQLServerContainer container;

    private ContainerServer(MSSQLServerContainer container) {
        this.container = container;
    }

    static ContainerServer start() {
        MSSQLServerContainer container =
                new MSSQLServerContainer(IMAGE).acceptLicense().withEnv("MSSQL_AGENT_ENABLED", "true");
        container.start();
        ContainerServer server = new ContainerServer(container);
        try (AdministratorSession master = server.administer("master")) {
            master.run("DBCC TRACEON (8207, -1)");
        }
        return server;
    }

    String host() {
        return container.getHost();
    }

    int port() {
        return container.getMappedPort(PORT);
    }

    AdministratorSession administer(String database) {
        return new AdministratorSession(connect(database));
    }

    /** As a member of {@code sysadmin}; the connection commits by itself. */
    Connection connect(String database) {
        try {
            return DriverManager.getConnection(
                    "jdbc:sqlserver://" + host() + ":" + port() + ";encrypt=false;databaseName=" + database,
                    container.getUsername(),
                    container.getPassword());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
