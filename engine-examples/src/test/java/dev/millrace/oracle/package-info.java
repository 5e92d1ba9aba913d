/** Whole tasks from an emulated Oracle, each to another kind of target. */
@NullMarked
package dev.millrace.oracle;

import org.jspecify.annotations.NullMarked;
