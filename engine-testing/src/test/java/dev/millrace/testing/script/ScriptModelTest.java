package dev.millrace.testing.script;

import dev.millrace.testing.script.Step.AddColumn;
import dev.millrace.testing.script.Step.Commit;
import dev.millrace.testing.script.Step.Delete;
import dev.millrace.testing.script.Step.Insert;
import dev.millrace.testing.script.Step.Rollback;
import dev.millrace.testing.script.Step.RollbackTo;
import dev.millrace.testing.script.Step.Savepoint;
import dev.millrace.testing.script.Step.Truncate;
import dev.millrace.testing.script.Step.Update;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is expected of a script is right by itself: cases that were worked out by hand. */
class ScriptModelTest {
    private final ScriptModel model = new ScriptModel();

    private void run(Step... steps) {
        List.of(steps).forEach(model::apply);
    }

    private static Insert insert(int session, int id) {
        return new Insert(session, "items", List.of(List.of("" + id, "n", "1")));
    }

    private static Update update(int session, int id, Map<String, String> values) {
        return new Update(session, "items", "" + id, Map.copyOf(values));
    }

    @Test
    void onlyWhatIsCommittedCountsInTheOrderOfTheCommits() {
        run(insert(1, 1), insert(2, 2), insert(3, 3), new Commit(2, 7), new Rollback(3, 8), new Commit(1, 9));
        assertThat(model.transactions())
                .containsExactly(
                        new ExpectedTransaction("7", Map.of("items 2", "[2, n, 1]", "journal 7", "[7, 2]")),
                        new ExpectedTransaction("9", Map.of("items 1", "[1, n, 1]", "journal 9", "[9, 1]")));
        assertThat(model.content("items")).containsExactly("[1, n, 1]", "[2, n, 1]");
    }

    @Test
    void rollbackToASavepointLeavesWhatWasDoneBeforeAndTheSavepointItself() {
        run(
                insert(1, 1),
                new Savepoint(1),
                insert(1, 2),
                new Savepoint(1),
                new Delete(1, "items", "1"),
                new RollbackTo(1, 0),
                insert(1, 3),
                new RollbackTo(1, 0),
                insert(1, 4),
                new Commit(1, 5));
        assertThat(model.content("items")).containsExactly("[1, n, 1]", "[4, n, 1]");
    }

    @Test
    void changedKeyIsARowThatIsGoneAndOneThatIsNew() {
        run(insert(1, 1), new Commit(1, 1), update(1, 1, Map.of("id", "2", "name", "m")), new Commit(1, 2));
        assertThat(model.transactions().get(1).effects())
                .isEqualTo(Map.of("items 1", "gone", "items 2", "[2, m, 1]", "journal 2", "[2, 1]"));
    }

    @Test
    void whatATransactionTakesBackItselfIsNoEffect() {
        run(insert(1, 1), new Commit(1, 1), insert(1, 2), new Delete(1, "items", "2"));
        run(update(1, 1, Map.of("name", "m")), update(1, 1, Map.of("name", "n")), new Commit(1, 2));
        assertThat(model.transactions().get(1).effects()).isEqualTo(Map.of("journal 2", "[2, 1]"));
    }

    @Test
    void rowsThatAreOlderThanAColumnHaveNothingInIt() {
        run(insert(1, 1), insert(1, 2), new Commit(1, 1), new AddColumn("items", "added"));
        run(update(1, 2, Map.of("added", "x")), new Commit(1, 2));
        assertThat(model.content("items")).containsExactly("[1, n, 1]", "[2, n, 1, x]");
    }

    @Test
    void truncationIsATransactionOfItsOwn() {
        run(insert(1, 1), new Commit(1, 1), new Truncate("items"));
        assertThat(model.content("items")).isEmpty();
        assertThat(model.transactions().get(1).name()).isEqualTo("truncate items");
    }

    @Test
    void changeOfARowThatIsNotThereIsAFaultOfTheScript() {
        assertThatThrownBy(() -> run(update(1, 1, Map.of("name", "m")))).isInstanceOf(IllegalStateException.class);
    }
}
