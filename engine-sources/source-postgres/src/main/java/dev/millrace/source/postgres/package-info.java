/**
 * PostgreSQL 13 and later as a source: catalogue, exported snapshots read in parallel, and changes from {@code pgoutput}.
 *
 * <p>Generated columns are part of a table's schema and never carry values, neither in the load nor in changes, because the
 * server's output plugin leaves them out: they are absent in every row, and a target computes them or does without.
 */
@NullMarked
package dev.millrace.source.postgres;

import org.jspecify.annotations.NullMarked;
