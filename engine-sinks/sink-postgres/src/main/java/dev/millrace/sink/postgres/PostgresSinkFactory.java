package dev.millrace.sink.postgres;

import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.sink.Sink;
import dev.millrace.spi.sink.SinkFactory;
import java.util.Set;

/** Makes sinks for PostgreSQL and Aurora PostgreSQL. */
public final class PostgresSinkFactory implements SinkFactory {

    @Override
    public Set<String> engineNames() {
        return Set.of("postgres", "aurora-postgresql");
    }

    @Override
    public Sink open(Endpoint endpoint, TaskContext context) {
        return new PostgresSink(endpoint, context).connected();
    }
}
