package dev.millrace.mapping;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.model.WireForm;
import dev.millrace.spi.source.ChunkPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WithoutGeneratedColumnsTest {
    private static final DataType INT = DataType.of(DataType.Kind.INT4);
    private static final TableSchema TABLE = TableSchema.builder(new TableId("s", "t"), EngineFamily.MYSQL)
            .column(ColumnSchema.of("twice", INT, "int").notNull())
            .column(ColumnSchema.of("id", INT, "int").notNull())
            .primaryKey(new KeySchema("PRIMARY", List.of("id")))
            .uniqueKeys(List.of(new KeySchema("twice_key", List.of("twice"))))
            .build();

    @Test
    void leavesOutAGeneratedColumnAndTheKeysOverIt() {
        ColumnSchema generated =
                new ColumnSchema("twice", INT, "int", true, ColumnSchema.Fill.GENERATED, "id * 2", WireForm.CANONICAL);
        TableSchema table =
                TABLE.toBuilder().columns(List.of(generated, TABLE.column(1))).build();

        TableRoute route = new WithoutGeneratedColumns(new SameNames()).route(table);

        assertThat(route.wanted().columns()).extracting(ColumnSchema::name).containsExactly("id");
        assertThat(route.sourceOrdinal(0)).isEqualTo(1);
        assertThat(route.wanted().primaryKey()).isPresent();
        assertThat(route.wanted().uniqueKeys()).isEmpty();
    }

    @Test
    void leavesOtherTablesAsTheyAre() {
        TableRoute route = new WithoutGeneratedColumns(new SameNames()).route(TABLE);

        assertThat(route.wanted()).isSameAs(TABLE);
    }

    private static final class SameNames implements TableMappings {
        @Override
        public boolean selects(TableId source) {
            return true;
        }

        @Override
        public TableRoute route(TableSchema source) {
            return new TableRoute(
                    source, source, IntStream.range(0, source.columnCount()).toArray());
        }

        @Override
        public Optional<ChunkPolicy> chunkPolicy(TableId source) {
            return Optional.empty();
        }

        @Override
        public int loadOrder(TableId source) {
            return 0;
        }
    }
}
