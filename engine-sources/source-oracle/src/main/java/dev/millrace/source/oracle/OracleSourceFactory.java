package dev.millrace.source.oracle;

import dev.millrace.source.oracle.server.ConnectionSettings;
import dev.millrace.source.oracle.server.Connections;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.util.Set;

/** Makes sources for Oracle. */
public final class OracleSourceFactory implements SourceFactory {

    @Override
    public Set<String> engineNames() {
        return Set.of("oracle");
    }

    @Override
    public Source open(Endpoint endpoint, TaskContext context) {
        Connections connections = new Connections(ConnectionSettings.of(endpoint), context.taskName());
        try {
            connections.close(connections.open());
            return new OracleSource(endpoint, connections, context);
        } catch (RuntimeException failure) {
            connections.close();
            throw failure;
        }
    }
}
