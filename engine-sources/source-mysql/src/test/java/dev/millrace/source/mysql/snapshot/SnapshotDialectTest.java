package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The statements of the load, against a golden file. */
class SnapshotDialectTest {
    private static final TableSchema TABLE = TableSchema.builder(new TableId("my`db", "t"), EngineFamily.MYSQL)
            .column(ColumnSchema.of("a", DataType.of(Kind.INT4), "int").notNull())
            .column(ColumnSchema.of("b", DataType.ofLength(Kind.STRING, 10), "varchar(10)")
                    .notNull())
            .column(ColumnSchema.of("f", DataType.of(Kind.REAL4), "float"))
            .column(new ColumnSchema(
                    "g", DataType.of(Kind.INT4), "int", true, Fill.GENERATED, "a + 1", WireForm.CANONICAL))
            .column(ColumnSchema.of("n", DataType.ofLength(Kind.BYTES, 4), "binary(4)"))
            .primaryKey(new KeySchema("PRIMARY", List.of("a", "b")))
            .build();

    @Test
    void writesTheStatementsOfTheGoldenFile() throws IOException {
        SnapshotDialect dialect = new SnapshotDialect(false);
        List<String> key = List.of("a", "b");
        String actual = String.join(
                "\n\n",
                SnapshotDialect.ISOLATE + "\n" + SnapshotDialect.BEGIN,
                dialect.rows(TABLE, ChunkBounds.ALL),
                dialect.rows(TABLE, ChunkBounds.ofPartition("p`0")),
                dialect.rows(TABLE, new ChunkBounds("", key, List.of(), List.of("5", "it's"), false, false)),
                dialect.rows(TABLE, new ChunkBounds("", key, List.of("5", "it's"), List.of("9", "x"), false, false)),
                dialect.rows(
                        TABLE, new ChunkBounds("", List.of("a"), List.of("9; DROP TABLE t"), List.of(), true, false)),
                dialect.rows(TABLE, new ChunkBounds("", List.of("n"), List.of("00FF"), List.of(), true, false)),
                dialect.rows(TABLE, new ChunkBounds("", List.of("n"), List.of(), List.of("00FF"), false, false)),
                dialect.keyBehind(TABLE, key, List.of(), 100),
                dialect.keyBehind(TABLE, key, List.of("5", "x"), 100),
                dialect.extremes(TABLE.id(), "a"),
                dialect.estimate(TABLE.id()),
                new SnapshotDialect(true).estimate(TABLE.id()),
                dialect.partitions());
        assertThat(actual).isEqualTo(golden());
    }

    private static String golden() throws IOException {
        try (InputStream file = SnapshotDialectTest.class.getResourceAsStream("statements.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }
}
