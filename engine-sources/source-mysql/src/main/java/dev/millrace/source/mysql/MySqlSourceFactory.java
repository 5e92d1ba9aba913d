package dev.millrace.source.mysql;

import dev.millrace.source.mysql.server.ConnectionSettings;
import dev.millrace.source.mysql.server.ControlConnection;
import dev.millrace.source.mysql.wire.WireSession;
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
        // the stricter of the two ways to log in, and the one that tells clearly what is wrong with a certificate
        WireSession.open(settings).close();
        ControlConnection control = new ControlConnection(settings);
        try {
            return new MySqlSource(settings, control, context);
        } catch (RuntimeException failure) {
            control.close();
            throw failure;
        }
    }
}
