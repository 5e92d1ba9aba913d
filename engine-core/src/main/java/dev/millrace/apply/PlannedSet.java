package dev.millrace.apply;

import dev.millrace.spi.sink.ChangeSet;

/**
 * A set to apply, and what to make of the rows that it misses.
 *
 * @param table the table of all changes
 * @param changes what the sink gets
 * @param tolerant whether rows may be missing, because the table's load, or a foreign key's
 *     action on the target, may have made the change already
 * @param netted whether no other set of the plan has a change of the same key
 */
record PlannedSet(TargetTable table, ChangeSet changes, boolean tolerant, boolean netted) {}
