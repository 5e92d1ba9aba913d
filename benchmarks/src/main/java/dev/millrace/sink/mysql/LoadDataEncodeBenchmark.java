package dev.millrace.sink.mysql;

import dev.millrace.benchmarks.stage.NarrowRows;
import dev.millrace.benchmarks.stage.RowStage;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.mysql.dialect.TargetColumn;
import dev.millrace.sink.mysql.encode.ColumnEncoder;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Rows as the file of a {@code LOAD DATA LOCAL} for MySQL. */
public class LoadDataEncodeBenchmark extends RowStage {
    private final List<Row> rows = NarrowRows.rows();
    private final List<ColumnEncoder> encoders = IntStream.range(0, NarrowRows.TABLE.columnCount())
            .mapToObj(i -> new ColumnEncoder(
                    i, NarrowRows.TABLE.column(i), new TargetColumn(NarrowRows.TABLE.column(i)), "race.orders"))
            .toList();
    private final ByteBuilder out = new ByteBuilder(1 << 20);

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public int encode() {
        out.clear();
        for (Row row : rows) {
            LoadStatement.appendRow(row, encoders, out);
        }
        return out.size();
    }
}
