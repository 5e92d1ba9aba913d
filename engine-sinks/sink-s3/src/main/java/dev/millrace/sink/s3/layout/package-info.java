/** Where files lie and what they are called (dms-reference §5.1). */
@NullMarked
package dev.millrace.sink.s3.layout;

import org.jspecify.annotations.NullMarked;
