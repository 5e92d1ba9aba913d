package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.spi.sink.ChangeSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is tried before a refused batch is narrowed down. */
class BatchPlanTest {
    private final ConflictCatalog catalog = new ConflictCatalog();
    private final TargetTable keyed = SampleChanges.table(SourceModel.KEYED, catalog);
    private final TargetTable plain = SampleChanges.table(SourceModel.PLAIN, catalog);

    @Test
    void rowsThatMayExchangeUniqueValuesAreUpdatedOneByOneInSourceOrder() {
        BatchPlan plan = new BatchPlan(List.of(
                update(keyed, "1", "free"),
                update(plain, "7", "b"),
                update(keyed, "2", "a"),
                update(plain, "8", "a"),
                update(keyed, "1", "b")));
        assertThat(told(plan)).containsExactly("UPDATE keyed 2", "UPDATE plain 2");

        assertThat(plan.revise(plan.sets().get(0), violation())).isTrue();

        assertThat(told(plan)).containsExactly("UPDATE keyed 1", "UPDATE keyed 1", "UPDATE keyed 1", "UPDATE plain 2");
        assertThat(plan.revise(plan.sets().get(0), violation())).isFalse();
    }

    @Test
    void nothingElseIsTriedWhereItCanNotHelp() {
        BatchPlan ofPlain = new BatchPlan(List.of(update(plain, "1", "a"), update(plain, "2", "b")));
        BatchPlan ofKeyed = new BatchPlan(List.of(update(keyed, "1", "a"), insert("3")));
        PlannedSet inserted = ofKeyed.sets().get(1);
        PlannedSet updated = ofKeyed.sets().get(0);

        assertThat(inserted.changes().kind()).isEqualTo(ChangeSet.Kind.INSERT);
        assertThat(ofPlain.revise(ofPlain.sets().get(0), violation())).isFalse();
        assertThat(ofKeyed.revise(inserted, violation())).isFalse();
        assertThat(ofKeyed.revise(updated, new ReplicationException(ErrorCode.TARGET_ROW_MISSING, "missing")))
                .isFalse();
    }

    @Test
    void manyRowsAreNotUpdatedOneByOne() {
        List<RowChange> changes = new ArrayList<>();
        for (int i = 0; i <= 2000; i++) {
            changes.add(update(keyed, "" + i, "code-" + i));
        }
        BatchPlan plan = new BatchPlan(changes);

        assertThat(plan.revise(plan.sets().get(0), violation())).isFalse();
    }

    private RowChange insert(String id) {
        return SampleChanges.insert(keyed, id, "code-" + id, "n", "b");
    }

    private static RowChange update(TargetTable table, String id, String code) {
        return SampleChanges.update(table, null, id, code, "n", "b");
    }

    private static ReplicationException violation() {
        return new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "twice");
    }

    private static List<String> told(BatchPlan plan) {
        return plan.sets().stream()
                .map(set -> set.changes().kind() + " " + set.table().sourceId().table() + " "
                        + set.changes().size())
                .toList();
    }
}
