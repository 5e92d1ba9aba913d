package dev.millrace.source.debezium.connector;

import dev.millrace.model.SourcePosition;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/** The source's positions and a connector's offsets, for one reading of the log. Belongs to one thread, but for {@link #acknowledgement}. */
public interface LogPositions {

    /** The offset from which the connector tells exactly what lies behind the position that is read from. */
    Map<String, Object> offset();

    /** The place right after a transaction, by the record that ends it. */
    SourcePosition end(SourceRecord end);

    /** The place right after a statement that is a transaction of its own, by its record. */
    SourcePosition endOfStatement(SourceRecord statement);

    /** Which place the connector has passed, by a record that it tells between transactions; empty if the record does not say. */
    Optional<SourcePosition> passed(SourceRecord record);

    /**
     * Whether a transaction that ends at a place lies before the position that is read from. Such a one, which a connector may tell again, is left out.
     *
     * @param end as {@link #end} has it
     */
    default boolean isPassed(SourcePosition end) {
        return false;
    }

    /**
     * The place up to which the connector has put everything into its queue; asked before a poll, and of use if that gives no records. Empty
     * if the connector's records tell this themselves.
     */
    default Optional<SourcePosition> toldUpTo() {
        return Optional.empty();
    }

    /** The offset that tells the connector of a durable position; empty if its server needs not know. Thread-safe. */
    Map<String, Object> acknowledgement(SourcePosition durable);
}
