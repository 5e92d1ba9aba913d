package dev.millrace.sink.mysql;

import dev.millrace.sink.jdbc.TargetConnections;
import dev.millrace.sink.mysql.dialect.MySqlDialect;
import dev.millrace.sink.mysql.dialect.ServerVersion;
import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import java.util.Set;

/** Makes the sinks of {@code mysql}, {@code mariadb} and {@code aurora} endpoints. */
public final class MySqlSinkFactory implements SinkFactory {
    /** Only to word a failure of the first connection, before the server has told its version. */
    private static final MySqlDialect UNKNOWN_VERSION = new MySqlDialect(new ServerVersion(false, 8, 0, 19));

    @Override
    public Set<String> engineNames() {
        return Set.of("mysql", "mariadb", "aurora");
    }

    @Override
    public Sink open(Endpoint endpoint, TaskContext context) {
        Placement placement = Placement.of(endpoint);
        MySqlConnector connector = new MySqlConnector(endpoint, context.taskName());
        ServerFacts facts = greet(connector);
        MySqlDialect dialect = new MySqlDialect(facts.version());
        TargetConnections connections = new TargetConnections(dialect, connector);
        return new MySqlSink(connections, dialect, placement, facts, context);
    }

    private static ServerFacts greet(MySqlConnector connector) {
        try (TargetConnections first = new TargetConnections(UNKNOWN_VERSION, connector)) {
            return first.<ServerFacts>call("can't ask the target for its version", ServerFacts::read);
        }
    }
}
