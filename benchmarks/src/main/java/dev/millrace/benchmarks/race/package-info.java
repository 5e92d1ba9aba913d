/** Races: the engine and a peer do the same work on the same servers, in turn, and the outcome of each is checked. */
@NullMarked
package dev.millrace.benchmarks.race;

import org.jspecify.annotations.NullMarked;
