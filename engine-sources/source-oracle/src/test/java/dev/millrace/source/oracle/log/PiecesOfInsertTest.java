package dev.millrace.source.oracle.log;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PiecesOfInsertTest {
    private static final String TABLE = "HR.LINES";

    private Optional<PiecesOfInsert> pieces = Optional.of(PiecesOfInsert.of(TABLE));

    private void located(String column) {
        then(LogCodes.LOCATOR, "", Optional.of(new LocatedValue(column, false, List.of())));
    }

    private void written(int length, int offset) {
        then(
                LogCodes.LOB_WRITE,
                "\n buf_c := 'x'; \n  dbms_lob.write(loc_c, " + length + ", " + offset + ", buf_c);\n",
                Optional.empty());
    }

    private void cut(int length) {
        then(LogCodes.LOB_TRIM, "\n  dbms_lob.trim(loc_c, " + length + ");\n", Optional.empty());
    }

    private void then(int code, String redo, Optional<LocatedValue> value) {
        pieces = pieces.flatMap(before -> before.and(code, redo, value, TABLE));
    }

    @Test
    void piecesThatFollowOneAnotherMakeAWholeValue() {
        located("A");
        written(1000, 1);
        written(500, 1001);
        cut(1500);
        located("B");
        written(10, 1);
        assertThat(pieces).isPresent();
    }

    @Test
    void pieceBehindAHoleDoesNot() {
        located("A");
        written(1000, 1);
        written(500, 1002);
        assertThat(pieces).isEmpty();
    }

    @Test
    void pieceThatIsWrittenOverAnotherDoesNot() {
        located("A");
        written(1000, 1);
        written(10, 1);
        assertThat(pieces).isEmpty();
    }

    @Test
    void valueThatIsWrittenAgainDoesNot() {
        located("A");
        written(10, 1);
        located("A");
        assertThat(pieces).isEmpty();
    }

    @Test
    void valueThatIsCutDoesNot() {
        located("A");
        written(10, 1);
        cut(5);
        assertThat(pieces).isEmpty();
    }

    @Test
    void erasedValueDoesNot() {
        located("A");
        then(LogCodes.LOB_ERASE, "\n  dbms_lob.erase(loc_c, 2, 1);\n", Optional.empty());
        assertThat(pieces).isEmpty();
    }

    @Test
    void pieceWithoutAValueDoesNot() {
        written(10, 1);
        assertThat(pieces).isEmpty();
    }

    @Test
    void pieceOfARowThatIsNotNewDoesNot() {
        pieces = Optional.of(PiecesOfInsert.NONE);
        located("A");
        assertThat(pieces).isEmpty();
    }
}
