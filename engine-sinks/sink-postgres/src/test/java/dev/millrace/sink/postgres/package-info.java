/** Tests of the PostgreSQL sink: statements against golden files, and all of it against real servers. */
@NullMarked
package dev.millrace.sink.postgres;

import org.jspecify.annotations.NullMarked;
