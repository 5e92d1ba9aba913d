/** Places in PostgreSQL's write-ahead log, and which server's log they are in. */
@NullMarked
package dev.millrace.source.postgres.position;

import org.jspecify.annotations.NullMarked;
