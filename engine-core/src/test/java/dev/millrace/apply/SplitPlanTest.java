package dev.millrace.apply;

import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.Sequences;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which rows of a batch need not wait for the batches before it. */
class SplitPlanTest {
    private final ConflictCatalog catalog = new ConflictCatalog();
    private final TargetTable plain = SampleChanges.table(SourceModel.PLAIN, catalog);
    private final TargetTable keyed = SampleChanges.table(SourceModel.KEYED, catalog);
    private final TargetTable keyless = SampleChanges.table(SourceModel.KEYLESS, catalog);

    @Test
    void rowsOfOtherKeysAreFree() {
        SplitPlan split = split(
                List.of(insert(plain, "1"), update(plain, "2")),
                List.of(update(plain, "1"), update(plain, "3"), delete(plain, "2"), insert(plain, "4")));

        assertThat(told(split.free())).containsExactly("UPDATE 3", "INSERT 4");
        assertThat(told(split.held())).containsExactly("DELETE 2", "UPDATE 1");
    }

    @Test
    void rowsWithASecondUniqueKeyAreHeld() {
        assertThat(split(List.of(insert(keyed, "1")), List.of(update(keyed, "3")))
                        .free())
                .isEmpty();
    }

    @Test
    void newRowsOfATableWithoutAKeyAreFreeUnlessTheTableIsTaken() {
        RowChange added = SampleChanges.insert(keyless, "a", "b");

        assertThat(split(List.of(insert(plain, "1")), List.of(added)).held()).isEmpty();
        assertThat(split(List.of(SampleChanges.delete(keyless, "a", "b")), List.of(added))
                        .free())
                .isEmpty();
    }

    @Test
    void childrenAreHeld() {
        TargetTable child = SampleChanges.table(
                SourceModel.PLAIN,
                SourceModel.PLAIN.toBuilder()
                        .foreignKeys(List.of(new ForeignKeySchema(
                                "parent",
                                List.of("code"),
                                SourceModel.KEYED.id(),
                                List.of("id"),
                                "NO ACTION",
                                "NO ACTION",
                                false)))
                        .build(),
                catalog);

        assertThat(split(List.of(insert(keyed, "1")), List.of(insert(child, "3")))
                        .free())
                .isEmpty();
    }

    @Test
    void parentsAreHeld() {
        TargetTable parent = SampleChanges.parent(SourceModel.PLAIN, catalog);

        assertThat(split(List.of(insert(parent, "1")), List.of(insert(parent, "3")))
                        .free())
                .isEmpty();
    }

    @Test
    void numberedRowsAndThoseThatMayMissTheirsAreHeld() {
        List<RowChange> own = List.of(insert(plain, "3"));
        ChangeSet changes = NetChanges.plan(own).get(0).changes();
        ChangeSet numbered = new ChangeSet(
                changes.table(), changes.kind(), changes.identities(), changes.rows(), Sequences.of(new long[] {1}, 1));

        SplitPlan split = SplitPlan.of(
                List.of(new PlannedSet(plain, numbered, false, true), new PlannedSet(plain, changes, true, true)),
                ConflictKeys.of(own),
                List.of(ConflictKeys.of(List.of(insert(plain, "1")))));

        assertThat(split.free()).isEmpty();
        assertThat(split.held()).hasSize(2);
    }

    @Test
    void rowsInSourceOrderAreHeld() {
        RowChange moved = SampleChanges.update(plain, SampleChanges.row("3", "c", "n", "b"), "4", "c", "n", "b");

        assertThat(split(List.of(insert(plain, "1")), List.of(moved, insert(plain, "5")))
                        .free())
                .isEmpty();
    }

    @Test
    void nothingIsFreeOfATableThatIsEmptied() {
        assertThat(split(List.of(SampleChanges.truncate(plain)), List.of(insert(plain, "1")))
                        .free())
                .isEmpty();
        assertThat(split(
                                List.of(insert(plain, "1"), SampleChanges.insert(keyless, "a", "b")),
                                List.of(
                                        insert(plain, "1"),
                                        SampleChanges.truncate(keyless),
                                        SampleChanges.insert(keyless, "a", "b")))
                        .free())
                .isEmpty();
    }

    private static SplitPlan split(List<RowChange> earlier, List<RowChange> own) {
        return SplitPlan.of(NetChanges.plan(own), ConflictKeys.of(own), List.of(ConflictKeys.of(earlier)));
    }

    private static RowChange insert(TargetTable table, String id) {
        return SampleChanges.insert(table, id, "c", "n", "b");
    }

    private static RowChange update(TargetTable table, String id) {
        return SampleChanges.update(table, null, id, "c", "n", "b");
    }

    private static RowChange delete(TargetTable table, String id) {
        return SampleChanges.delete(table, id, "c", "n", "b");
    }

    private static List<String> told(List<PlannedSet> sets) {
        List<String> told = new ArrayList<>();
        for (PlannedSet set : sets) {
            ChangeSet changes = set.changes();
            for (Row row : changes.identities().isEmpty() ? changes.rows() : changes.identities()) {
                told.add(changes.kind() + " " + row.text(0));
            }
        }
        return told;
    }
}
