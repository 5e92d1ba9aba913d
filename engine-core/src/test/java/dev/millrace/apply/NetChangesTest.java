package dev.millrace.apply;

import dev.millrace.load.LoadWindow;
import dev.millrace.mapping.TableRoute;
import dev.millrace.metrics.TableCounters;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.ChangeSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The merge table of net changes, case by case. */
class NetChangesTest {
    private static final String ABSENT = "\u0000";

    private final RowBuffer buffer = new RowBuffer();
    private final TargetTable table = target(SourceModel.PLAIN);
    private final List<RowChange> changes = new ArrayList<>();

    @Test
    void insertThenUpdateIsOneInsertWithTheColumnsLaidOver() {
        insert("1", "a", "n", "body");
        update("1", "b", "n2", ABSENT);

        assertThat(plan()).containsExactly("INSERT [1 b n2 body]");
    }

    @Test
    void insertThenDeleteIsNothing() {
        insert("1", "a", "n", "body");
        delete("1");

        assertThat(plan()).isEmpty();
    }

    @Test
    void updatesMergeTheirColumns() {
        update("1", "a", ABSENT, ABSENT);
        update("1", ABSENT, "n", ABSENT);

        assertThat(plan()).containsExactly("UPDATE [1 a n -]");
    }

    @Test
    void updateThenDeleteIsADelete() {
        update("1", "a", "n", "body");
        delete("1");

        assertThat(plan()).containsExactly("DELETE [1 - - -]");
    }

    @Test
    void deleteThenInsertGivesTheRowAllItsValuesAnew() {
        delete("1");
        insert("1", "a", "n", null);

        assertThat(plan()).containsExactly("UPDATE [1 a n NULL]");
    }

    @Test
    void deletesComeBeforeUpdatesBeforeInserts() {
        insert("3", "free", "n", null);
        update("2", "x", "n", null);
        delete("1");

        assertThat(plan()).containsExactly("DELETE [1 - - -]", "UPDATE [2 x n NULL]", "INSERT [3 free n NULL]");
    }

    @Test
    void updatesOfDifferentColumnsAreDifferentStatements() {
        update("1", "a", ABSENT, ABSENT);
        update("2", ABSENT, "n", ABSENT);
        update("3", "c", ABSENT, ABSENT);

        assertThat(plan()).containsExactly("UPDATE [1 a - -] [3 c - -]", "UPDATE [2 - n -]");
    }

    @Test
    void aMovedKeyLeavesTheTableInSourceOrder() {
        update("1", "a", "n", "b");
        changes.add(new RowChange(
                table, RowChange.Kind.UPDATE, row("1", ABSENT, ABSENT, ABSENT), row("2", "a", "n", "b"), false));
        insert("1", "c", "n", "b");

        assertThat(plan()).containsExactly("UPDATE [1 a n b]", "UPDATE [2 a n b]", "INSERT [1 c n b]");
    }

    @Test
    void anInsertOfAKeyThatIsThereIsLeftToTheTargetToRefuse() {
        insert("1", "a", "n", "b");
        insert("1", "a2", "n", "b");

        assertThat(plan()).containsExactly("INSERT [1 a n b]", "INSERT [1 a2 n b]");
    }

    @Test
    void whereTheLoadMayHoldAChangeWholeRowsArePutWhateverIsThere() {
        changes.add(new RowChange(table, RowChange.Kind.INSERT, null, row("1", "a", "n", "b"), true));
        changes.add(new RowChange(table, RowChange.Kind.UPDATE, null, row("2", "a", "n", "b"), true));
        changes.add(new RowChange(table, RowChange.Kind.UPDATE, null, row("3", "a", "n", ABSENT), true));
        delete("4");

        assertThat(plan()).containsExactly("DELETE [4 - - -]", "UPDATE [3 a n -]", "UPSERT [1 a n b] [2 a n b]");
    }

    @Test
    void rowsThatTheTargetChangesByItselfMayBeGoneAndStayInSourceOrder() {
        TableSchema child = SourceModel.PLAIN.toBuilder()
                .foreignKeys(List.of(new ForeignKeySchema(
                        "fk", List.of("code"), SourceModel.KEYED.id(), List.of("code"), "CASCADE", "NO ACTION", false)))
                .build();
        TargetTable cascading = target(child);
        Row one = row("1", "a", "n", "b");
        changes.add(new RowChange(cascading, RowChange.Kind.INSERT, null, one, false));
        changes.add(new RowChange(cascading, RowChange.Kind.DELETE, one, null, false));

        assertThat(plan()).containsExactly("INSERT [1 a n b]", "DELETE [1 a n b]");
        assertThat(NetChanges.plan(changes)).allMatch(PlannedSet::tolerant);
    }

    @Test
    void aTableWithoutAKeyStaysInSourceOrder() {
        TargetTable keyless = target(SourceModel.KEYLESS);
        Row one = row("1", "b");
        changes.add(new RowChange(keyless, RowChange.Kind.INSERT, null, one, false));
        changes.add(new RowChange(keyless, RowChange.Kind.DELETE, one, null, false));
        changes.add(new RowChange(keyless, RowChange.Kind.INSERT, null, one, false));

        assertThat(plan()).containsExactly("INSERT [1 b]", "DELETE [1 b]", "INSERT [1 b]");
    }

    private List<String> plan() {
        return NetChanges.plan(changes).stream()
                .map(set -> describe(set.changes()))
                .toList();
    }

    private static String describe(ChangeSet set) {
        StringBuilder text = new StringBuilder(set.kind().name());
        for (Row row : set.rows().isEmpty() ? set.identities() : set.rows()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.columnCount(); i++) {
                values.add(!row.isPresent(i) ? "-" : row.isNull(i) ? "NULL" : row.text(i));
            }
            text.append(" [").append(String.join(" ", values)).append(']');
        }
        return text.toString();
    }

    private void insert(@Nullable String... values) {
        changes.add(new RowChange(table, RowChange.Kind.INSERT, null, row(values), false));
    }

    private void update(@Nullable String... values) {
        changes.add(new RowChange(table, RowChange.Kind.UPDATE, null, row(values), false));
    }

    private void delete(String id) {
        changes.add(new RowChange(table, RowChange.Kind.DELETE, row(id, ABSENT, ABSENT, ABSENT), null, false));
    }

    private Row row(@Nullable String... values) {
        buffer.begin(values.length);
        for (String value : values) {
            if (value == null) {
                buffer.appendNull();
            } else if (value.equals(ABSENT)) {
                buffer.appendAbsent();
            } else {
                buffer.openValue().append(value);
                buffer.closeValue();
            }
        }
        return buffer.finish();
    }

    private static TargetTable target(TableSchema schema) {
        int[] all = new int[schema.columnCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return new TargetTable(
                new TableRoute(schema, schema, all),
                schema,
                false,
                0,
                LoadWindow.NONE,
                new TableCounters(schema.id()),
                new ConflictCatalog());
    }
}
