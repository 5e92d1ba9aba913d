/** The PostgreSQL sink: COPY for what is new, staging tables and set-based statements for what changes, one commit for all of it. */
@NullMarked
package dev.millrace.sink.postgres;

import org.jspecify.annotations.NullMarked;
