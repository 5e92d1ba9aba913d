package dev.millrace.source.postgres.reader;

/**
 * Where a slot stands, as numbers of the log's bytes.
 *
 * @param restart where its decoding would start again
 * @param reached everything before was read from it
 * @param end the end of the server's log at that time
 */
record SlotState(long restart, long reached, long end) {}
