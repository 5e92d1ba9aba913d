package dev.millrace.benchmarks.stage;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rows of seven columns, about 65 bytes of text each: those that the races move. */
public final class NarrowRows {
    /** How many rows a benchmark handles at once. */
    public static final int COUNT = 1000;

    public static final TableSchema TABLE = TableSchema.builder(new TableId("race", "orders"), EngineFamily.POSTGRES)
            .columns(List.of(
                    ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint").notNull(),
                    ColumnSchema.of("customer", DataType.of(Kind.INT4), "integer")
                            .notNull(),
                    ColumnSchema.of("amount", DataType.numeric(12, 2), "numeric(12,2)")
                            .notNull(),
                    ColumnSchema.of("status", DataType.ofLength(Kind.STRING, 16), "character varying(16)")
                            .notNull(),
                    ColumnSchema.of("placed", DataType.ofScale(Kind.DATETIME, 6), "timestamp without time zone")
                            .notNull(),
                    ColumnSchema.of("note", DataType.ofLength(Kind.STRING, 64), "character varying(64)"),
                    ColumnSchema.of("pieces", DataType.of(Kind.INT2), "smallint")
                            .notNull()))
            .primaryKey(new KeySchema("orders_pkey", List.of("id")))
            .build();

    private NarrowRows() {}

    /** The texts of one row's values. */
    public static List<String> values(int id) {
        return List.of(
                Integer.toString(id),
                Integer.toString(id % 9973),
                id % 10_000 + ".25",
                id % 2 == 0 ? "shipped" : "new",
                "2026-01-02 03:04:" + (10 + id % 50),
                "order number " + id + " as it came in",
                Integer.toString(id % 50));
    }

    public static Row row(RowBuffer buffer, int id) {
        buffer.begin(TABLE.columnCount());
        for (String value : values(id)) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            buffer.append(bytes, 0, bytes.length);
        }
        return buffer.finish();
    }

    /** {@link #COUNT} rows. */
    public static List<Row> rows() {
        RowBuffer buffer = new RowBuffer();
        List<Row> rows = new ArrayList<>();
        for (int id = 1; id <= COUNT; id++) {
            rows.add(row(buffer, id));
        }
        return rows;
    }
}
