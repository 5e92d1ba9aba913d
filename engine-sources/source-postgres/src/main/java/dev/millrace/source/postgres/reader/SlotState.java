package dev.millrace.source.postgres.reader;

/**
 * Where a replication slot stands.
 *
 * @param restart where its decoding would start again
 * @param reached up to where its changes were read
 * @param end the end of the server's log
 */
record SlotState(long restart, long reached, long end) {}
