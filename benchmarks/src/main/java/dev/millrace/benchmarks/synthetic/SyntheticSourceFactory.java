package dev.millrace.benchmarks.synthetic;

import dev.millrace.spi.Endpoint;
import dev.millrace.spi.TaskContext;
import dev.millrace.spi.source.Source;
import dev.millrace.spi.source.SourceFactory;
import java.util.Set;

/** Sources of the engine {@code synthetic}; {@code Thousands} says how many thousand rows of a kilobyte there are. */
public final class SyntheticSourceFactory implements SourceFactory {

    @Override
    public Set<String> engineNames() {
        return Set.of("synthetic");
    }

    @Override
    public Source open(Endpoint endpoint, TaskContext context) {
        return new SyntheticSource(1_000L * endpoint.settings().number("Thousands", 1_000, 1, 1_000_000_000));
    }
}
