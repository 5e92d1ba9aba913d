package dev.millrace.source.oracle.log;

import dev.millrace.model.SourcePosition;
import dev.millrace.source.debezium.connector.HistoryPosition;
import dev.millrace.source.oracle.position.OraclePosition;
import java.util.List;

/**
 * From where Debezium tells again what lies before a position. It passes over definitions and truncations whose statement has a smaller number than the
 * last commit it was told of, though their own commit may lie behind that; so it is told of no commit, and what was passed is left out by the reader.
 *
 * @param place the position's
 * @param history how the tables' shapes came to be, up to the position
 */
record Resumption(OraclePosition place, List<String> history) {

    static Resumption of(SourcePosition from) {
        return new Resumption(
                (OraclePosition) HistoryPosition.placeOf(from),
                HistoryPosition.of(from).unpacked());
    }

    /** Behind which number the log is mined. */
    long minedFrom() {
        return place.mineFrom() < 0 ? place.scn() : place.mineFrom();
    }

    /** Everything that was committed up to this number is passed over. Not before the shapes begin that are known. */
    long toldFrom() {
        return place.commits().isEmpty()
                ? place.scn()
                : Math.min(Math.max(minedFrom(), TableHistory.begunAt(history)), place.scn() - 1);
    }

    /** What the tables looked like there; definitions behind it are told again. */
    List<String> shapes() {
        long from = toldFrom();
        return history.stream()
                .filter(record -> TableHistory.committedAt(record) <= from)
                .toList();
    }
}
