package dev.millrace.apply;

import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.AddedValue.Header;
import dev.millrace.mapping.MappingRules;
import dev.millrace.mapping.SelectionRule;
import dev.millrace.mapping.TableRoute;
import dev.millrace.mapping.Transformation.AddColumn;
import dev.millrace.mapping.TransformationRule;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What added columns hold of a change, for targets of rows and for a record of the log. */
class ChangeMapperTest {
    private static final ChangeEvent.TransactionBegin BEGIN =
            new ChangeEvent.TransactionBegin("7", new LogIndex(7), Instant.parse("2026-11-23T08:09:10.12Z"));
    private static final MappingRules RULES = MappingRules.of(
            SelectionRule.include(1, "%", "%"),
            add(2, "place", Header.STREAM_POSITION),
            add(3, "operation", Header.OPERATION));
    private static final int PLACE = SourceModel.PLAIN.columnCount();

    private final TargetTable table = table(RULES.route(SourceModel.PLAIN).wanted());
    private final ChangeMapper mapper = new ChangeMapper(false, null);

    @Test
    void newRowsTellTheirChangeAndOldOnesNothing() {
        mapper.begin(BEGIN);

        RowChange insert = map(new ChangeEvent.RowInsert(SourceModel.PLAIN, row()), RowChange.Kind.INSERT);
        RowChange update = map(new ChangeEvent.RowUpdate(SourceModel.PLAIN, row(), row()), RowChange.Kind.UPDATE);
        RowChange delete = map(new ChangeEvent.RowDelete(SourceModel.PLAIN, row()), RowChange.Kind.DELETE);

        assertThat(header(insert.after())).containsExactly("7", "INSERT");
        assertThat(header(update.after())).containsExactly("7", "UPDATE");
        assertThat(update.isWhole()).isTrue();
        assertThat(update.identity().isPresent(PLACE)).isFalse();
        assertThat(delete.identity().isPresent(PLACE)).isFalse();
    }

    @Test
    void aRecordOfTheLogTellsOfDeletesToo() {
        LogCursor cursor = new LogCursor(new TablesAhead(List.of(), text -> new LogIndex(Long.parseLong(text))));
        ChangeMapper logging = new ChangeMapper(false, cursor);
        cursor.begin(BEGIN);
        cursor.next(SourceModel.PLAIN.id());
        logging.begin(BEGIN);

        RowChange delete = logging.map(
                table, new ChangeEvent.RowDelete(SourceModel.PLAIN, row()), RowChange.Kind.DELETE, false, 1);

        assertThat(header(Objects.requireNonNull(delete.before()))).containsExactly("7", "DELETE");
    }

    @Test
    void eachTransactionHasAPlaceOfItsOwn() {
        mapper.begin(BEGIN);
        map(new ChangeEvent.RowInsert(SourceModel.PLAIN, row()), RowChange.Kind.INSERT);
        mapper.begin(new ChangeEvent.TransactionBegin("8", new LogIndex(8), BEGIN.commitTime()));

        RowChange insert = map(new ChangeEvent.RowInsert(SourceModel.PLAIN, row()), RowChange.Kind.INSERT);

        assertThat(header(insert.after())).containsExactly("8", "INSERT");
    }

    @Test
    void aKeyOfTheTargetOverAnAddedColumnTellsNoRow() {
        TableSchema keyless = SourceModel.PLAIN.toBuilder()
                .primaryKey(null)
                .uniqueKeys(List.of())
                .build();
        TableRoute route = RULES.route(keyless);
        TableSchema target = route.wanted().toBuilder()
                .primaryKey(new KeySchema("by_place", List.of("id", "place")))
                .build();

        TargetTable found = new TargetTables(
                        RULES,
                        List.of(route),
                        new DescribingSink(List.of(target)),
                        id -> LoadWindow.NONE,
                        TableCounters::new)
                .of(keyless);

        assertThat(Objects.requireNonNull(found).hasKey()).isFalse();
    }

    private RowChange map(ChangeEvent.TableEvent event, RowChange.Kind kind) {
        return mapper.map(table, event, kind, false, 1);
    }

    private static TargetTable table(TableSchema target) {
        TargetTables tables = new TargetTables(
                RULES,
                List.of(RULES.route(SourceModel.PLAIN)),
                new DescribingSink(List.of(target)),
                id -> LoadWindow.NONE,
                TableCounters::new);
        return Objects.requireNonNull(tables.of(SourceModel.PLAIN));
    }

    private static TransformationRule add(long id, String name, Header value) {
        return TransformationRule.ofColumn(
                id, "%", "%", "%", new AddColumn(ColumnSchema.of(name, DataType.ofLength(Kind.STRING, 50), ""), value));
    }

    private static List<String> header(Row row) {
        return List.of(Objects.requireNonNull(row.text(PLACE)), Objects.requireNonNull(row.text(PLACE + 1)));
    }

    private static Row row() {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(SourceModel.PLAIN.columnCount());
        for (int i = 0; i < SourceModel.PLAIN.columnCount(); i++) {
            buffer.openValue().append("1");
            buffer.closeValue();
        }
        return buffer.finish();
    }
}
