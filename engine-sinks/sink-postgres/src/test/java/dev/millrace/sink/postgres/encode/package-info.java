/** Tests of the encoders. */
@NullMarked
package dev.millrace.sink.postgres.encode;

import org.jspecify.annotations.NullMarked;
