/** What becomes of changes, rows and tables that the target refuses. */
@NullMarked
package dev.millrace.refusal;

import org.jspecify.annotations.NullMarked;
