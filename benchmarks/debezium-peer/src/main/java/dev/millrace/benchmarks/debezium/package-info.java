/** Debezium as a contestant. */
@NullMarked
package dev.millrace.benchmarks.debezium;

import org.jspecify.annotations.NullMarked;
