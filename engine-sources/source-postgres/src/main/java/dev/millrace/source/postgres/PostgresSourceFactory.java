package dev.millrace.source.postgres;

import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.util.Set;

/** Opens PostgreSQL and Aurora PostgreSQL as a source. */
public final class PostgresSourceFactory implements SourceFactory {

    @Override
    public Set<String> engineNames() {
        return Set.of("postgres", "aurora-postgresql");
    }

    @Override
    public Source open(Endpoint endpoint, TaskContext context) {
        return PostgresSource.open(endpoint, context);
    }
}
