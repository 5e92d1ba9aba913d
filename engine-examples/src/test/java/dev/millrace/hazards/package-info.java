/** What netting, reordering and parallel commits could get wrong, against real servers. */
@NullMarked
package dev.millrace.hazards;

import org.jspecify.annotations.NullMarked;
