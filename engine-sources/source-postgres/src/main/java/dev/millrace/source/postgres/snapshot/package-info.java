/** Consistent parallel reading of tables under one exported snapshot. */
@NullMarked
package dev.millrace.source.postgres.snapshot;

import org.jspecify.annotations.NullMarked;
