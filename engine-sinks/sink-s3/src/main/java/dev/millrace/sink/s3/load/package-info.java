/** Files of the full load. */
@NullMarked
package dev.millrace.sink.s3.load;

import org.jspecify.annotations.NullMarked;
