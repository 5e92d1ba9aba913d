package dev.millrace.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks of single stages: nanoseconds and allocated bytes per row. */
@Command(
        name = "stages",
        mixinStandardHelpOptions = true,
        description = "Measures stages alone: nanoseconds per row, and bytes allocated per row (gc.alloc.rate.norm).")
public final class StagesCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", description = "regular expression of the benchmarks to run, default all")
    private String include = "";

    @Option(names = "--forks", description = "JVMs to run each in, default ${DEFAULT-VALUE}; 0 runs in this one")
    private int forks = 1;

    @Option(names = "--iterations", description = "measured and warm-up iterations, default ${DEFAULT-VALUE}")
    private int iterations = 5;

    @Option(names = "--millis", description = "length of an iteration, default ${DEFAULT-VALUE}")
    private int millis = 1000;

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.milliseconds(millis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis))
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        if (!include.isEmpty()) {
            options.include(include);
        }
        return new Runner(options.build()).run().isEmpty() ? 1 : 0;
    }
}
