package dev.millrace.spi.sink;

/**
 * The part of a writer's open transaction that deals with refusals: places to go back to, and what is written down instead of what was
 * refused. All of it is committed, or taken back, with the rows around it.
 */
public interface RefusalWriter {

    /** Remembers this place of the transaction, opening it if need be; the place remembered before is forgotten. */
    void mark();

    /**
     * Takes back what was done since the mark, and the failure that followed it: the transaction is good again. The mark stays.
     *
     * @throws dev.millrace.error.ReplicationException if the transaction can't go on, and is good for a rollback only
     */
    void rollbackToMark();

    /** Writes down a change that is left out. */
    void record(RefusedChange refused);
}
