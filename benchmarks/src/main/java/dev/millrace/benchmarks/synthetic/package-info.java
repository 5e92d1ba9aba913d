/** A source whose rows are made when they are read, so that more can be loaded than any disk holds. */
@NullMarked
package dev.millrace.benchmarks.synthetic;

import org.jspecify.annotations.NullMarked;
