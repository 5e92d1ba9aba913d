package dev.millrace.source.postgres.snapshot;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bounds, their stored texts, and the statements they become. */
final class ChunkBoundsTest {
    private static final TableId ID = new TableId("odd schema", "ta\"ble");
    private static final TableSchema TABLE = TableSchema.builder(ID, EngineFamily.POSTGRES)
            .column(ColumnSchema.of("a", DataType.of(Kind.INT4), "integer").notNull())
            .column(ColumnSchema.of("b", DataType.of(Kind.CLOB), "text"))
            .build();

    private static ChunkBounds keys(List<String> from, List<String> to) {
        return new ChunkBounds.Keys(ID, false, true, List.of("a", "b"), from, to);
    }

    @Test
    void whatWasStoredIsReadBack() {
        for (ChunkBounds bounds : List.of(
                new ChunkBounds.Whole(ID),
                new ChunkBounds.Tree(ID),
                new ChunkBounds.Pages(ID, 0, 128),
                new ChunkBounds.Pages(ID, 128, -1),
                keys(List.of(), List.of("1", "x y%+")),
                keys(List.of("1", ""), List.of()))) {
            assertThat(ChunkBounds.parse(bounds.encode())).isEqualTo(bounds);
        }
        for (String text : new String[] {"", "whole", "pages a b c d", "SELECT 1"}) {
            assertThatThrownBy(() -> ChunkBounds.parse(text))
                    .isInstanceOfSatisfying(
                            ReplicationException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_UNUSABLE));
        }
    }

    @Test
    void statements() {
        String select = "COPY (SELECT \"a\", \"b\" FROM ";
        String table = "\"odd schema\".\"ta\"\"ble\"";
        assertThat(copy(new ChunkBounds.Whole(ID))).isEqualTo(select + "ONLY " + table + ") TO STDOUT");
        assertThat(copy(new ChunkBounds.Tree(ID))).isEqualTo(select + table + ") TO STDOUT");
        assertThat(copy(new ChunkBounds.Pages(ID, 8, 16)))
                .isEqualTo(select + "ONLY " + table + " WHERE ctid >= '(8,0)' AND ctid < '(16,0)') TO STDOUT");
        assertThat(copy(new ChunkBounds.Pages(ID, 16, -1)))
                .isEqualTo(select + "ONLY " + table + " WHERE ctid >= '(16,0)') TO STDOUT");
        assertThat(copy(keys(List.of("1", "it's"), List.of("2", "b\\"))))
                .isEqualTo(select + "ONLY " + table + " WHERE ROW(\"a\", \"b\") >= ROW('1', 'it''s')"
                        + " AND ROW(\"a\", \"b\") < ROW('2', E'b\\\\') AND \"b\" IS NOT NULL) TO STDOUT");
        assertThat(copy(keys(List.of("2", "b"), List.of())))
                .isEqualTo(select + "ONLY " + table
                        + " WHERE ROW(\"a\", \"b\") >= ROW('2', 'b') OR \"b\" IS NULL) TO STDOUT");
    }

    @Test
    void binaryStatement() {
        assertThat(SnapshotQueries.copy(TABLE, new ChunkBounds.Whole(ID), CopyFormat.BINARY))
                .isEqualTo(copy(new ChunkBounds.Whole(ID)) + " (FORMAT binary)");
    }

    private static String copy(ChunkBounds bounds) {
        return SnapshotQueries.copy(TABLE, bounds, CopyFormat.TEXT);
    }
}
