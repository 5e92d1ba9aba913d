/** What the emulation answers, and that it refuses the rest. */
@NullMarked
package dev.millrace.emulated.oracle;

import org.jspecify.annotations.NullMarked;
