package dev.millrace.emulated.oracle;

/**
 * Which row a change in the log is of.
 *
 * @param address the row's ROWID as LogMiner shows it
 * @param object the number of the table's data
 * @param scn when it is changed
 * @param transaction by whom: the identifier as hexadecimal digits
 */
record LoggedRow(OracleTable table, String address, long object, long scn, String transaction) {}
