/** The workload writes what it says, and the comparison finds what differs. */
@NullMarked
package dev.millrace.testing.workload;

import org.jspecify.annotations.NullMarked;
