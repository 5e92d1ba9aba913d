/** Chunks and rows, as of one number. */
@NullMarked
package dev.millrace.source.oracle.snapshot;

import org.jspecify.annotations.NullMarked;
