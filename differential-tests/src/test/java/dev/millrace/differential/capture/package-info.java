/** The native readers, opened as the engine opens them. */
@NullMarked
package dev.millrace.differential.capture;

import org.jspecify.annotations.NullMarked;
