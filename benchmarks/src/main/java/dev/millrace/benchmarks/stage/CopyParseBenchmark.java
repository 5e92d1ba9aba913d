package dev.millrace.benchmarks.stage;

import dev.millrace.source.postgres.snapshot.CopyTextParser;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** Lines of a full load's {@code COPY … TO STDOUT} as rows. */
public class CopyParseBenchmark extends RowStage {
    private final CopyTextParser parser = new CopyTextParser(NarrowRows.TABLE);
    private final byte[][] lines = IntStream.rangeClosed(1, NarrowRows.COUNT)
            .mapToObj(id -> (String.join("\t", NarrowRows.values(id)) + "\n").getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public void parse(Blackhole blackhole) {
        for (byte[] line : lines) {
            blackhole.consume(parser.parse(line));
        }
    }
}
