/** Turns rows into what PostgreSQL reads: COPY text, array text, parameter text. Nothing here does I/O. */
@NullMarked
package dev.millrace.sink.postgres.encode;

import org.jspecify.annotations.NullMarked;
