package dev.millrace.source.mysql;

import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.util.Set;

/** Makes sources for MySQL, MariaDB and Aurora MySQL. */
public final class MySqlSourceFactory implements SourceFactory {

    @Override
    public Set<String> engineNames() {
        return Set.of("mysql", "mariadb", "aurora");
    }

    @Override
    public Source open(Endpoint endpoint, TaskContext context) {
        ConnectionSettings settings = ConnectionSettings.of(endpoint);
        ControlConnection control = new ControlConnection(settings);
        try {
            return new MySqlSource(settings, control, context);
        } catch (RuntimeException failure) {
            control.close();
            throw failure;
        }
    }
}
