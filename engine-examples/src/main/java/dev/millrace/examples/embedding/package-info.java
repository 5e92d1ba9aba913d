/** Small programs that run a task inside themselves. */
@NullMarked
package dev.millrace.examples.embedding;

import org.jspecify.annotations.NullMarked;
