package dev.millrace.model;

/** What a source's log tells about the row that an update or a delete hit. */
public enum RowIdentity {
    /** The old values of the key columns; on an update only when they changed. */
    KEY,
    /** The old values of all columns, always. */
    FULL,
    /** Nothing: updates and deletes of this table can't be replicated. */
    NOTHING
}
