package dev.millrace.sink.mysql;

/**
 * Where a session stages rows.
 *
 * @param name the temporary table, quoted and qualified; in the control database, where the user may do everything
 * @param memory whether the server makes {@code MEMORY} tables; members of a replication group often may not
 */
record StagePlace(String name, boolean memory) {}
