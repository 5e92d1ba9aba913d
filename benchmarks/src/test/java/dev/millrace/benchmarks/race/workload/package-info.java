@NullMarked
package dev.millrace.benchmarks.race.workload;

import org.jspecify.annotations.NullMarked;
