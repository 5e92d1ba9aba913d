/** From messages of the output plugin pgoutput to change events; no I/O on the row path. */
@NullMarked
package dev.millrace.source.postgres.decoding;

import org.jspecify.annotations.NullMarked;
