package dev.millrace.differential.normal;

import dev.millrace.differential.normal.NormalEvent.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The comparison itself must be able to fail. */
class DifferencesTest {
    private static final NormalRow OLD = new NormalRow(Map.of("id", "1", "a", "x"));
    private static final NormalRow NEW = new NormalRow(Map.of("id", "1", "a", NormalRow.NULL));
    private static final NormalEvent UPDATE = new NormalEvent(Kind.UPDATE, "t", OLD, NEW);
    private static final NormalEvent DELETE = new NormalEvent(Kind.DELETE, "t", OLD, null);

    private static List<String> between(NormalEvent oracle, NormalEvent tested) {
        return Differences.between(List.of(transaction(oracle)), List.of(transaction(tested)));
    }

    private static NormalTransaction transaction(NormalEvent... events) {
        return new NormalTransaction("7", List.of(events));
    }

    private static NormalEvent update(NormalRow before, NormalRow after) {
        return new NormalEvent(Kind.UPDATE, "t", before, after);
    }

    @Test
    void equalChangesDoNotDiffer() {
        assertThat(between(UPDATE, update(OLD, NEW))).isEmpty();
    }

    @Test
    void anotherValueDiffers() {
        NormalRow other = new NormalRow(Map.of("id", "1", "a", "y"));
        assertThat(between(UPDATE, update(OLD, other)))
                .singleElement()
                .asString()
                .contains("after.a", "y");
        assertThat(between(UPDATE, update(other, NEW)))
                .singleElement()
                .asString()
                .contains("before.a", "y");
    }

    @Test
    void absentIsNotNull() {
        assertThat(between(UPDATE, update(OLD, NEW.only("id"))))
                .singleElement()
                .asString()
                .contains("after.a", "NULL", "(not there)");
    }

    @Test
    void aMissingOldRowDiffers() {
        assertThat(between(UPDATE, new NormalEvent(Kind.UPDATE, "t", null, NEW)))
                .singleElement()
                .asString()
                .contains("before");
    }

    @Test
    void anotherKindOrTableDiffers() {
        assertThat(between(UPDATE, DELETE)).isNotEmpty();
        assertThat(between(DELETE, new NormalEvent(Kind.DELETE, "u", OLD, null)))
                .isNotEmpty();
    }

    @Test
    void orderAndGroupingDiffer() {
        List<NormalTransaction> together = List.of(transaction(UPDATE, DELETE));
        assertThat(Differences.between(together, List.of(transaction(DELETE, UPDATE))))
                .isNotEmpty();
        assertThat(Differences.between(together, List.of(transaction(UPDATE), transaction(DELETE))))
                .isNotEmpty();
        assertThat(Differences.between(together, List.of())).isNotEmpty();
    }

    @Test
    void anotherTransactionDiffers() {
        assertThat(Differences.between(
                        List.of(transaction(DELETE)), List.of(new NormalTransaction("8", List.of(DELETE)))))
                .singleElement()
                .asString()
                .contains("name");
    }

    @Test
    void aReplayHoldsWhatTheLastChangeLeft() {
        NormalEvent insert = new NormalEvent(Kind.INSERT, "t", null, OLD);
        NormalRow moved = new NormalRow(Map.of("id", "2"));
        NormalEvent move = update(OLD.only("id"), moved);

        TableReplay replay = TableReplay.of(List.of(transaction(insert, move)));

        assertThat(replay.differences("t", Map.of("2", new NormalRow(Map.of("id", "2", "a", "x")))))
                .isEmpty();
        assertThat(replay.differences("t", Map.of("1", OLD))).isNotEmpty();
    }
}
