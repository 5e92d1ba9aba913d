/** Rows as lines of CSV. */
@NullMarked
package dev.millrace.sink.s3.csv;

import org.jspecify.annotations.NullMarked;
