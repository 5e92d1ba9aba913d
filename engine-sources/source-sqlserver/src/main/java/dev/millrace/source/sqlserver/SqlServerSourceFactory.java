package dev.millrace.source.sqlserver;

import dev.millrace.source.sqlserver.connection.Connections;
import dev.millrace.source.sqlserver.connection.ControlConnection;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.util.Set;

/** Makes sources for SQL Server. */
public final class SqlServerSourceFactory implements SourceFactory {

    @Override
    public Set<String> engineNames() {
        return Set.of("sqlserver");
    }

    @Override
    public Source open(Endpoint endpoint, TaskContext context) {
        Connections connections = new Connections(endpoint, context.taskName());
        try {
            return new SqlServerSource(endpoint, context, connections, new ControlConnection(connections));
        } catch (RuntimeException failure) {
            connections.close();
            throw failure;
        }
    }
}
