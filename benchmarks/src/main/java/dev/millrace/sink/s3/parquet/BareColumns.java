package dev.millrace.sink.s3.parquet;

import dev.millrace.benchmarks.stage.NarrowRows;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The library's own writers with the engine's schema and properties, fed with values in the types that they take. */
final class BareColumns {
    private static final long MICROS = 1_000_000;

    private final MessageType schema;
    private final ParquetProperties properties;
    private final DroppedPages pages = new DroppedPages();
    private final int rows;
    private final long[] ids;
    private final int[] customers;
    private final long[] amounts;
    private final Binary[] states;
    private final long[] times;
    private final Binary[] notes;
    private final int[] pieces;

    BareColumns(ParquetFormat format, int rows) {
        this.schema = new MessageType(
                "row",
                ParquetRows.columns(NarrowRows.TABLE, List.of(), format.parquet()).stream()
                        .<Type>map(ParquetColumn::type)
                        .toList());
        this.properties = ParquetBody.properties(format.parquet());
        this.rows = rows;
        ids = new long[rows];
        customers = new int[rows];
        amounts = new long[rows];
        states = new Binary[rows];
        times = new long[rows];
        notes = new Binary[rows];
        pieces = new int[rows];
        for (int row = 0; row < rows; row++) {
            List<String> values = NarrowRows.values(row + 1);
            ids[row] = Long.parseLong(values.get(0));
            customers[row] = Integer.parseInt(values.get(1));
            amounts[row] = new BigDecimal(values.get(2)).unscaledValue().longValueExact();
            states[row] = binary(values.get(3));
            times[row] = LocalDateTime.parse(values.get(4).replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC) * MICROS;
            notes[row] = binary(values.get(5));
            pieces[row] = Integer.parseInt(values.get(6));
        }
    }

    private static Binary binary(String text) {
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Encodes one row group; returns how many bytes its pages had. */
    long writeGroup() {
        ColumnWriteStore store = properties.newColumnWriteStore(schema, column -> pages);
        ColumnWriter[] columns =
                schema.getColumns().stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
        for (int row = 0; row < rows; row++) {
            columns[0].write(ids[row], 0, 1);
            columns[1].write(customers[row], 0, 1);
            columns[2].write(amounts[row], 0, 1);
            columns[3].write(states[row], 0, 1);
            columns[4].write(times[row], 0, 1);
            columns[5].write(notes[row], 0, 1);
            columns[6].write(pieces[row], 0, 1);
            store.endRecord();
        }
        store.flush();
        store.close();
        return pages.takeBytes();
    }
}
