/** What sources and sinks are handed by the engine: endpoint, secrets, context, findings. */
@NullMarked
package dev.millrace.spi;

import org.jspecify.annotations.NullMarked;
