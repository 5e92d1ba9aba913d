/** Places in the log. */
@NullMarked
package dev.millrace.source.oracle.position;

import org.jspecify.annotations.NullMarked;
