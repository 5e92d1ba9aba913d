/** Whole tasks into a data lake, which is read back by somebody else. */
@NullMarked
package dev.millrace.lake;

import org.jspecify.annotations.NullMarked;
