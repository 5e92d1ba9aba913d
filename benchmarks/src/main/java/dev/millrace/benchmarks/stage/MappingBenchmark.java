package dev.millrace.benchmarks.stage;

import dev.millrace.mapping.TableRoute;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** Rows on their way through a {@link TableRoute}. */
public class MappingBenchmark extends RowStage {
    private final List<Row> rows = NarrowRows.rows();
    private final TableRoute sameColumns =
            new TableRoute(NarrowRows.TABLE, NarrowRows.TABLE, new int[] {0, 1, 2, 3, 4, 5, 6});
    private final TableRoute oneColumnLess = oneColumnLess();

    private static TableRoute oneColumnLess() {
        TableSchema wanted = NarrowRows.TABLE.toBuilder()
                .columns(NarrowRows.TABLE.columns().subList(0, 6))
                .build();
        return new TableRoute(NarrowRows.TABLE, wanted, new int[] {0, 1, 2, 3, 4, 5});
    }

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public void sameColumns(Blackhole blackhole) {
        for (Row row : rows) {
            blackhole.consume(sameColumns.map(row));
        }
    }

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public void oneColumnLess(Blackhole blackhole) {
        for (Row row : rows) {
            blackhole.consume(oneColumnLess.map(row));
        }
    }
}
