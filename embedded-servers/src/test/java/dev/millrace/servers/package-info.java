/** The servers start, crash, come back and leave nothing behind. */
@NullMarked
package dev.millrace.servers;

import org.jspecify.annotations.NullMarked;
