/** The proxy does what it says, and nothing else. */
@NullMarked
package dev.millrace.testing.fault;

import org.jspecify.annotations.NullMarked;
