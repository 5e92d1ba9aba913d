package dev.millrace.sink.s3.parquet;

import dev.millrace.benchmarks.stage.NarrowRows;
import dev.millrace.benchmarks.stage.RowStage;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.sink.s3.file.FileBody;
import dev.millrace.sink.s3.file.Image;
import dev.millrace.sink.s3.file.RowEncoder;
import dev.millrace.spi.EndpointSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * A row group of Parquet with the default settings: by the engine out of rows as a source gives them, all of the file included, and by the
 * library alone out of values that are ready for it. Nobody keeps the bytes.
 */
public class ParquetEncodeBenchmark extends RowStage {
    /** {@code RowGroupLength}. */
    static final int ROWS = 10_000;

    private static final ParquetFormat FORMAT =
            new ParquetFormat(ParquetSettings.of(new EndpointSettings(Map.of())), false);

    private final List<Row> rows = new ArrayList<>();
    private final RowEncoder encoder = FORMAT.encoder(NarrowRows.TABLE, List.of());
    private final ByteBuilder packed = new ByteBuilder(1 << 20);
    private final BareColumns bare = new BareColumns(FORMAT, ROWS);
    private FileBody body = open();

    public ParquetEncodeBenchmark() {
        RowBuffer buffer = new RowBuffer();
        for (int id = 1; id <= ROWS; id++) {
            rows.add(NarrowRows.row(buffer, id));
        }
    }

    private FileBody open() {
        try {
            return encoder.open(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Footers grow with the number of row groups. */
    @Setup(Level.Iteration)
    public void begin() {
        body = open();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long engine() throws IOException {
        packed.clear();
        for (Row row : rows) {
            encoder.append(List.of(), row, null, Image.WHOLE, packed);
        }
        body.write(packed.array(), 0, packed.size());
        return body.bytes();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long library() {
        return bare.writeGroup();
    }
}
