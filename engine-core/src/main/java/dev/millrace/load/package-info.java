/** The full load: plan chunks, copy them in parallel, remember which are done. */
@NullMarked
package dev.millrace.load;

import org.jspecify.annotations.NullMarked;
