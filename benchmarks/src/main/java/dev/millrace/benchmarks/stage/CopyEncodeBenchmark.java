package dev.millrace.benchmarks.stage;

import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.postgres.encode.CopyEncoder;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Rows as {@code COPY} text for PostgreSQL. */
public class CopyEncodeBenchmark extends RowStage {
    private final List<Row> rows = NarrowRows.rows();
    private final CopyEncoder encoder = new CopyEncoder(NarrowRows.TABLE, new int[] {0, 1, 2, 3, 4, 5, 6});
    private final ByteBuilder out = new ByteBuilder(1 << 20);

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public int encode() {
        out.clear();
        for (Row row : rows) {
            encoder.appendFields(row, out);
            CopyEncoder.endLine(out);
        }
        return out.size();
    }
}
