package dev.millrace.model;

/**
 * A place between two transactions in one source's log: an LSN, a binlog file and offset with its GTID set. Each source has its
 * own kind; positions of two sources can't be compared.
 *
 * <p>Implementations are immutable, with {@code equals} by value.
 */
public interface SourcePosition {

    /** The text that the source's {@code parsePosition} reads back; stored in the checkpoint. */
    String encode();

    /** The place alone, in the words that people of this engine use: what {@code $AR_H_STREAM_POSITION} says. */
    default String display() {
        return encode();
    }

    /**
     * Whether everything up to {@code other} lies at or before this position. A reader that starts here never sees a
     * transaction whose commit position is covered.
     */
    boolean covers(SourcePosition other);
}
