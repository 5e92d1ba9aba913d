package dev.millrace.source.sqlserver.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ColumnSchema.Fill;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.source.sqlserver.snapshot.ChunkBounds.Partition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.millrace.testing.contract.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

/** The statements of the load, against a golden file, and the texts of chunks. */
class SnapshotQueriesTest {
    private static final TableSchema TABLE = TableSchema.builder(new TableId("my]s", "t"), EngineFamily.SQLSERVER)
            .column(ColumnSchema.of("a", DataType.of(Kind.INT4), "int").notNull())
            .column(ColumnSchema.of("b", DataType.ofLength(Kind.STRING, 10), "nvarchar(10)")
                    .notNull())
            .column(new ColumnSchema(
                    "g", DataType.of(Kind.INT4), "int", true, Fill.GENERATED, "a + 1", WireForm.CANONICAL))
            .column(ColumnSchema.of("n", DataType.of(Kind.INT4), "int"))
            .primaryKey(new KeySchema("PK_t", List.of("a", "b")))
            .build();
    private static final ChunkBounds PARTITION = ChunkBounds.of(new Partition("by ]day", "it's; a", "12"), false);

    @Test
    void writesTheStatementsOfTheGoldenFile() throws IOException {
        List<String> key = List.of("a", "b");
        String actual = String.join(
                "\n\n",
                SnapshotQueries.rows(TABLE, ChunkBounds.ALL),
                SnapshotQueries.rows(TABLE, PARTITION),
                SnapshotQueries.rows(TABLE, new ChunkBounds(key, List.of("5", "it's"), List.of("9", "x"), false, true)),
                SnapshotQueries.rows(TABLE, new ChunkBounds(List.of("n"), List.of("5"), List.of(), true, false)),
                SnapshotQueries.keyBehind(TABLE, key, List.of(), 100),
                SnapshotQueries.keyBehind(TABLE, key, List.of("5", "x"), 100),
                SnapshotQueries.extremes(TABLE.id(), "a"),
                SnapshotQueries.estimate(),
                SnapshotQueries.partitions(),
                SnapshotQueries.lock(TABLE.id()),
                SnapshotQueries.begin(TABLE.id()));
        assertThat(actual).isEqualTo(golden());
    }

    private static String golden() throws IOException {
        try (InputStream file = SnapshotQueriesTest.class.getResourceAsStream("statements.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }

    @Test
    void chunkIsReadBackFromItsText() {
        ChunkBounds range = new ChunkBounds(List.of("a"), List.of("5;,%"), List.of(), true, true);
        assertThat(ChunkBounds.decode(range.encode())).isEqualTo(range);
        assertThat(ChunkBounds.decode(PARTITION.encode())).isEqualTo(PARTITION);
        assertThat(ChunkBounds.decode(ChunkBounds.ALL.encode())).isEqualTo(ChunkBounds.ALL);
    }

    @Test
    void partitionIsStableIfItsColumnIsOfTheKey() {
        assertThat(PARTITION.isStable()).isFalse();
        assertThat(ChunkBounds.of(new Partition("f", "a", "1"), true).isStable())
                .isTrue();
        assertThat(ChunkBounds.ALL.isStable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";;", ";;;,;", ";;;,;f,a,", "a,;;;,;f,a,1,;"})
    void otherTextsAreRefused(String text) {
        assertThat(failsWith(ErrorCode.CHECKPOINT_UNUSABLE, () -> ChunkBounds.decode(text)))
                .hasMessageContaining("reload the table");
    }
}
