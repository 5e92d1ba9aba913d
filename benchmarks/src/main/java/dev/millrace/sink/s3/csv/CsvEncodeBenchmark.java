package dev.millrace.sink.s3.csv;

import dev.millrace.benchmarks.stage.NarrowRows;
import dev.millrace.benchmarks.stage.RowStage;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.sink.s3.file.UnparsedRows;
import dev.millrace.spi.EndpointSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** CSV for S3, out of rows and out of lines as PostgreSQL's {@code COPY} prints them. */
public class CsvEncodeBenchmark extends RowStage {
    private final List<Row> rows = NarrowRows.rows();
    private final byte[] lines = IntStream.rangeClosed(1, NarrowRows.COUNT)
            .mapToObj(id -> String.join("\t", NarrowRows.values(id)) + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    private final RowEncoder encoder =
            new CsvFormat(CsvSettings.of(new EndpointSettings(Map.of())), false).encoder(NarrowRows.TABLE, List.of());
    private final UnparsedRows unparsed = encoder.unparsed(CopyLines.FORMAT).orElseThrow();
    private final ByteBuilder out = new ByteBuilder(1 << 20);

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public int ofRows() {
        out.clear();
        for (Row row : rows) {
            encoder.append(List.of(), row, null, Image.WHOLE, out);
        }
        return out.size();
    }

    @Benchmark
    @OperationsPerInvocation(NarrowRows.COUNT)
    public int ofLines() {
        out.clear();
        unparsed.begin(List.of());
        int at = 0;
        while (at < lines.length) {
            at = unparsed.append(lines, at, out);
        }
        return out.size();
    }
}
