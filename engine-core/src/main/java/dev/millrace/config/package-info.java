/** What a task is told to do: typed, immutable, checked when built. No JSON here. */
@NullMarked
package dev.millrace.config;

import org.jspecify.annotations.NullMarked;
