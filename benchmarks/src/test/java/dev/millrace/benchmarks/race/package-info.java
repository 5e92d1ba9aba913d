@NullMarked
package dev.millrace.benchmarks.race;

import org.jspecify.annotations.NullMarked;
