/** Files of changes: a series for each table, in log order. */
@NullMarked
package dev.millrace.sink.s3.change;

import org.jspecify.annotations.NullMarked;
