/** Reads tables in chunks under consistent snapshots, and tells which place in the log they show. */
@NullMarked
package dev.millrace.source.mysql.snapshot;

import org.jspecify.annotations.NullMarked;
