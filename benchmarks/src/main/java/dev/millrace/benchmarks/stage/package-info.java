/** JMH benchmarks of single stages. Those of stages that are not public stand in the packages of their stages. */
@NullMarked
package dev.millrace.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
