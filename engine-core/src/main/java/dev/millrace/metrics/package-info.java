/** Counters that the stages of a task keep, and the statistics that users read. */
@NullMarked
package dev.millrace.metrics;

import org.jspecify.annotations.NullMarked;
