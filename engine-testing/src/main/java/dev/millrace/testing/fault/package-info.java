/** A network that fails on command, or at random from a seed. */
@NullMarked
package dev.millrace.testing.fault;

import org.jspecify.annotations.NullMarked;
