/** A generated write load on a real database, and a row-by-row comparison of what two databases hold. */
@NullMarked
package dev.millrace.testing.workload;

import org.jspecify.annotations.NullMarked;
