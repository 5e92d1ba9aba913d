/** Targets that cost next to nothing, so that a measurement shows what the engine costs. */
@NullMarked
package dev.millrace.benchmarks.store;

import org.jspecify.annotations.NullMarked;
