/** A sink in memory: a short one that keeps every promise, and proof that its contract notices broken ones. */
@NullMarked
package dev.millrace.testing.contract.memory;

import org.jspecify.annotations.NullMarked;
