package dev.millrace.testing.script;

import dev.millrace.testing.script.Step.AddColumn;
import dev.millrace.testing.script.Step.Insert;
import dev.millrace.testing.script.Step.LogSwitch;
import dev.millrace.testing.script.Step.OfSession;
import dev.millrace.testing.script.Step.Retention;
import dev.millrace.testing.script.Step.Rollback;
import dev.millrace.testing.script.Step.RollbackTo;
import dev.millrace.testing.script.Step.Truncate;
import dev.millrace.testing.script.Step.Update;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A script can be had again from its seed, and holds what it is for. */
class ScriptTest {
    private static final Traits ALL = new Traits(true, true, true, true, true, 3_000);
    private static final Traits FEWEST = new Traits(false, false, false, false, false, 3_000);

    private static List<Step> steps(Script script) {
        return Stream.of(script.before(), script.beside(), script.behind())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void sameSeedIsTheSameScript() {
        Script script = Script.generated(1, ALL);
        Script again = Script.generated(1, ALL);
        assertThat(steps(again)).isEqualTo(steps(script));
        assertThat(again.transactions()).isEqualTo(script.transactions());
        assertThat(steps(Script.generated(2, ALL))).isNotEqualTo(steps(script));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyScriptHoldsWhatItIsFor(long seed) {
        Script script = Script.generated(seed, ALL);
        assertThat(steps(script)).hasAtLeastOneElementOfType(Rollback.class);
        assertThat(steps(script)).hasAtLeastOneElementOfType(RollbackTo.class);
        assertThat(steps(script)).hasAtLeastOneElementOfType(Truncate.class);
        assertThat(steps(script)).hasAtLeastOneElementOfType(LogSwitch.class);
        assertThat(steps(script)).hasAtLeastOneElementOfType(Retention.class);
        assertThat(steps(script)).hasAtLeastOneElementOfType(AddColumn.class);
        assertThat(steps(script))
                .anyMatch(
                        step -> step instanceof Update update && update.values().containsKey("id"));
        assertThat(steps(script))
                .anyMatch(step -> step instanceof Insert insert
                        && insert.table().equals("notes")
                        && insert.rows().stream()
                                .anyMatch(row -> String.valueOf(row.get(2)).length() > 4_000));
        assertThat(script.transactions())
                .anyMatch(transaction -> transaction.effects().size() > 1_500);
        // the first session's, open from before the load to behind it
        assertThat(script.before().stream().filter(ScriptTest::isLong)).isNotEmpty();
        assertThat(script.beside().stream().filter(ScriptTest::isLong)).noneMatch(Step.Commit.class::isInstance);
    }

    private static boolean isLong(Step step) {
        return step instanceof OfSession mine && mine.session() == 0;
    }

    @Test
    void whatAnEngineHasNotIsLeftOut() {
        assertThat(steps(Script.generated(1, FEWEST)))
                .noneMatch(step -> step instanceof Truncate || step instanceof LogSwitch)
                .noneMatch(step -> step instanceof Update update
                        && update.table().equals("notes")
                        && update.values().containsKey("id"));
    }
}
