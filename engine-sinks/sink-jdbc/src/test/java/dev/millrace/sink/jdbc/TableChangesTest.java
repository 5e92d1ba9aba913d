package dev.millrace.sink.jdbc;

import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableChangesTest {
    private static final ColumnSchema ID = ColumnSchema.of("id", DataType.of(Kind.INT4), "integer");
    private static final ColumnSchema NAME = ColumnSchema.of("name", DataType.of(Kind.CLOB), "text");
    private static final ColumnSchema WIDE_ID = ColumnSchema.of("id", DataType.of(Kind.INT8), "bigint");

    @Test
    void sameShapesHaveNoChanges() {
        assertThat(TableChanges.between(table(ID, NAME), table(ID, NAME), table(ID, NAME))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void findsAddedDroppedAndRetypedColumns() {
        ColumnSchema extra = ColumnSchema.of("extra", DataType.of(Kind.INT4), "integer");
        TableChanges changes = TableChanges.between(table(ID, NAME), table(WIDE_ID, extra), table(ID, NAME));
        assertThat(changes.added()).containsExactly(extra);
        assertThat(changes.dropped()).containsExactly("name");
        assertThat(changes.retyped()).containsExactly(WIDE_ID);
    }

    @Test
    void whatTheTargetHasAlreadyIsLeftAlone() {
        ColumnSchema extra = ColumnSchema.of("extra", DataType.of(Kind.INT4), "integer");
        assertThat(TableChanges.between(table(ID, NAME), table(ID, extra), table(ID, extra))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void columnsThatOnlyTheTargetHasStay() {
        ColumnSchema own = ColumnSchema.of("loaded_at", DataType.of(Kind.DATE), "date");
        assertThat(TableChanges.between(table(ID), table(ID), table(ID, own)).isEmpty())
                .isTrue();
    }

    @Test
    void columnThatMayBeNullFromNowOnIsRelaxed() {
        TableChanges changes = TableChanges.between(table(ID.notNull()), table(ID), table(ID.notNull()));
        assertThat(changes.relaxed()).containsExactly("id");
        assertThat(changes.retyped()).isEmpty();
    }

    private static TableSchema table(ColumnSchema... columns) {
        return TableSchema.builder(new TableId("s", "t"), EngineFamily.POSTGRES)
                .columns(List.of(columns))
                .build();
    }
}
