/** What races move: tables, the rows in them, and the changes that follow. */
@NullMarked
package dev.millrace.benchmarks.race.workload;

import org.jspecify.annotations.NullMarked;
