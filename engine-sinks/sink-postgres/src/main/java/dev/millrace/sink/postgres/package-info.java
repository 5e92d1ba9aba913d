/** The PostgreSQL sink: COPY for what is new, one statement per set for what changes, one commit for all of it. */
@NullMarked
package dev.millrace.sink.postgres;

import org.jspecify.annotations.NullMarked;
