/** Files of rows: what stands in them, and how they are uploaded while they are written. */
@NullMarked
package dev.millrace.sink.s3.file;

import org.jspecify.annotations.NullMarked;
