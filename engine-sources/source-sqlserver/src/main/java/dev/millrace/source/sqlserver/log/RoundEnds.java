package dev.millrace.source.sqlserver.log;

import dev.millrace.source.sqlserver.connection.Queries;
import dev.millrace.source.sqlserver.position.LogSequenceNumber;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rounds of one run of the connector end. Within a round Debezium (3.5.0) takes over the columns of newer captures one by one, with each
 * change the next, in an order that has nothing to do with their places; and it takes a capture for a newer one whose place the cleanup job has moved. So
 * with two of them in a round, rows would be told without columns that their capture has. Between two rounds it takes over what is due. So a round ends
 * right behind the place where a capture begins of a table that has two: Debezium leaves one out that begins at the end itself. Belongs to the thread
 * that reads.
 */
final class RoundEnds {
    private LogSequenceNumber last;

    /**
     * Where a round ends.
     *
     * @param place null if there is no transaction yet
     * @param beforeLast whether there are transactions behind it
     */
    record RoundEnd(@Nullable LogSequenceNumber place, boolean beforeLast) {}

    /** @param from where the run begins */
    RoundEnds(LogSequenceNumber from) {
        last = from;
    }

    /**
     * The end of a round that begins now, which Debezium is to be told: if it asked again, captures could have begun before the answer that were not
     * there when the end was chosen.
     *
     * @param lastTransaction Debezium's question for the last transaction
     */
    RoundEnd next(Connection connection, String lastTransaction) throws SQLException {
        // asked for in this order: a capture that is enabled in between begins behind the transaction
        LogSequenceNumber transaction = place(connection, lastTransaction);
        LogSequenceNumber capture = place(connection, ReaderQuestions.nextCapture(last));
        if (transaction == null || !transaction.covers(last)) {
            return new RoundEnd(transaction, false);
        }
        if (capture == null || capture.covers(transaction)) {
            last = transaction;
            return new RoundEnd(transaction, false);
        }
        last = capture.next();
        while (last.equals(place(connection, ReaderQuestions.nextCapture(capture)))) {
            capture = last;
            last = capture.next();
        }
        return new RoundEnd(last, true);
    }

    private static @Nullable LogSequenceNumber place(Connection connection, String question) throws SQLException {
        List<@Nullable String[]> rows = Queries.run(connection, question);
        String digits = rows.get(0)[0];
        return digits == null ? null : LogSequenceNumber.parse(digits);
    }
}
