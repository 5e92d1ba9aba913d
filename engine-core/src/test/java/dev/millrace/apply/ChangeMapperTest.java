package dev.millrace.apply;

import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.AddedValue.Header;
import dev.millrace.mapping.MappingRules;
import dev.millrace.mapping.SelectionRule;
import dev.millrace.mapping.TableMappings;
import dev.millrace.mapping.TableRoute;
import dev.millrace.mapping.Transformation.AddColumn;
import dev.millrace.mapping.TransformationRule;
import dev.millrace.mapping.WithLobLimits;
import dev.millrace.mapping.WithoutLobs;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.DataType.Kind;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What added columns hold of a change, for targets of rows and for a record of the log, and what is cut or left out of it. */
class ChangeMapperTest {
    private static final ChangeEvent.TransactionBegin BEGIN =
            new ChangeEvent.TransactionBegin("7", new LogIndex(7), Instant.parse("2026-11-23T08:09:10.12Z"));
    private static final MappingRules RULES = MappingRules.of(
            SelectionRule.include(1, "%", "%"),
            add(2, "place", Header.STREAM_POSITION),
            add(3, "operation", Header.OPERATION));
    private static final MappingRules SMALL_RULES = MappingRules.of(SelectionRule.include(1, "%", "%"));
    private static final TableSchema NOTES = TableSchema.builder(new TableId("s", "notes"), EngineFamily.POSTGRES)
            .column(ColumnSchema.of("id", DataType.of(Kind.INT4), "integer").notNull())
            .column(ColumnSchema.of("body", DataType.of(Kind.CLOB), "text"))
            .primaryKey(new KeySchema("notes_pkey", List.of("id")))
            .build();
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

    @Test
    void oldAndNewValuesAreCutAlikeAndOnlyNewOnesCounted() {
        TableMappings limited = new WithLobLimits(SMALL_RULES, 1);
        TableCounters counters = new TableCounters(NOTES.id());
        TargetTable notes = table(limited, NOTES, counters);

        RowChange update = mapper.map(
                notes,
                new ChangeEvent.RowUpdate(NOTES, note("1", 600), note("1", 700)),
                RowChange.Kind.UPDATE,
                false,
                1);

        assertThat(update.identity().length(1)).isEqualTo(512);
        assertThat(update.after().length(1)).isEqualTo(512);
        assertThat(mapper.hiddenBytes()).isEqualTo(600 - 512 + 700 - 512);
        assertThat(mapper.takeCut(notes)).isEqualTo(1);
        mapper.map(notes, new ChangeEvent.RowDelete(NOTES, note("1", 600)), RowChange.Kind.DELETE, false, 2);
        assertThat(mapper.takeCut(notes)).isZero();
        assertThat(mapper.hiddenBytes()).isEqualTo(600 - 512);
    }

    @Test
    void whatIsLeftOutStillTakesMemory() {
        TargetTable notes = table(new WithoutLobs(SMALL_RULES), NOTES, new TableCounters(NOTES.id()));

        RowChange insert =
                mapper.map(notes, new ChangeEvent.RowInsert(NOTES, note("1", 5000)), RowChange.Kind.INSERT, false, 1);

        assertThat(insert.after().columnCount()).isEqualTo(1);
        assertThat(mapper.hiddenBytes()).isEqualTo(5000);
        map(new ChangeEvent.RowDelete(SourceModel.PLAIN, row()), RowChange.Kind.DELETE);
        assertThat(mapper.hiddenBytes()).isZero();
    }

    private static TargetTable table(TableMappings mappings, TableSchema source, TableCounters counters) {
        TableRoute route = mappings.route(source);
        TargetTables tables = new TargetTables(
                mappings,
                List.of(route),
                new DescribingSink(List.of(route.wanted())),
                id -> LoadWindow.NONE,
                id -> counters);
        return Objects.requireNonNull(tables.of(source));
    }

    private static Row note(String id, int letters) {
        RowBuffer buffer = new RowBuffer();
        buffer.begin(2);
        buffer.openValue().append(id);
        buffer.closeValue();
        buffer.openValue().append("x".repeat(letters));
        buffer.closeValue();
        return buffer.finish();
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
