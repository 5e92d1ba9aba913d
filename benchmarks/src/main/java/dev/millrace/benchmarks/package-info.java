/** How fast the engine is: its stages alone, and the whole of it against its peers. */
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
