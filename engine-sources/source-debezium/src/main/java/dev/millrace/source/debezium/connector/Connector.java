package dev.millrace.source.debezium.connector;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.source.debezium.record.ValueWriter;
import dev.millrace.spi.Finding;
import dev.millrace.spi.source.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** What is peculiar to one connector of Debezium: its settings, its offsets, its values. Thread-safe. */
public interface Connector {

    /** The connector's class, found on the class path by this name. */
    String className();

    /**
     * What the connector is told of server and user; the rest is the same for all, see {@link ConnectorTask}.
     *
     * @param run the name of this run, which no other has
     */
    Map<String, String> properties(List<TableSchema> tables, String run);

    /**
     * Positions and offsets, for reading from a position.
     *
     * @param run as in {@link #properties}
     */
    LogPositions positions(SourcePosition from, String run);

    /** Lays out what a run needs beside its settings, and may add to those. */
    default void begin(SourcePosition from, String run, Map<String, String> properties) {}

    /** Clears away what {@link #begin} laid out. */
    default void end(String run) {}

    /** Cuts the connections of a run whose threads may wait for a dead network. For connections that {@link TaskSockets} do not know. Thread-safe. */
    default void cut(String run) {}

    /** The source's position as one of this reader's. */
    default SourcePosition position(SourcePosition place) {
        return place;
    }

    /** The source's own position in one of this reader's. */
    default SourcePosition place(SourcePosition position) {
        return position;
    }

    /** Reads back the text of this reader's positions, and of the source's. */
    SourcePosition parse(String text);

    /** The position, with all that reading from there takes. Called right when the capture begins, or else before it is read. */
    default SourcePosition prepared(SourcePosition start, List<TableSchema> tables) {
        return start;
    }

    /** The source's snapshot with positions of this reader. */
    default Snapshot snapshot(Snapshot snapshot, List<TableSchema> tables, boolean capture) {
        return snapshot;
    }

    /**
     * Whether the connector tells that a transaction has ended only when the next one begins. Then the time of its commit is told where it
     * begins, and {@link LogPositions#toldUpTo} says what has ended.
     */
    default boolean endsTransactionsLate() {
        return false;
    }

    /**
     * Whether the log carries values of the column only where they changed, and shows others as NULL, before and after alike. Then a NULL
     * that was NULL before is absent.
     */
    default boolean isToldWhenChanged(ColumnSchema column) {
        return false;
    }

    /** Whether statements such as a truncation are transactions of their own, which the connector may leave without begin or end. */
    default boolean statementsStandAlone() {
        return false;
    }

    /** What would keep this connector from telling changes of these tables whole. */
    List<Finding> findings(List<TableSchema> tables);

    /** A failure that is none of the connector's own but has a meaning that this alone knows, by the failure's words; empty for all others. */
    default Optional<ReplicationException> known(String failure) {
        return Optional.empty();
    }

    /** What a user can do about a failure that this connector alone knows, to stand behind its words; empty if there is nothing to say. */
    default String remedy(String failure) {
        return "";
    }

    /** The table of a change, by its {@code source} block. */
    TableId table(Struct source);

    /**
     * Asked for a column of the table as it is now that records do not have, as those from before the column was added; it is left out of their rows.
     *
     * @throws ReplicationException {@code SOURCE_EVENT_UNSUPPORTED} if records lack it though rows have it
     */
    default void lacks(TableSchema table, ColumnSchema column) {}

    /**
     * How values of a column become what rows of the table hold.
     *
     * @param field as the connector describes the column's values
     */
    ValueWriter values(ColumnSchema column, Schema field);
}
