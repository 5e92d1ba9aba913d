/** Law 2 on real servers: the engine's JVM is killed, or its network fails, and in the end the target equals the source. */
@NullMarked
package dev.millrace.crash;

import org.jspecify.annotations.NullMarked;
