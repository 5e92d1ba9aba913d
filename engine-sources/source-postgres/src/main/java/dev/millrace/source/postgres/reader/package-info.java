/** The change reader: the replication stream near the head of the log, SQL functions far behind it. */
@NullMarked
package dev.millrace.source.postgres.reader;

import org.jspecify.annotations.NullMarked;
