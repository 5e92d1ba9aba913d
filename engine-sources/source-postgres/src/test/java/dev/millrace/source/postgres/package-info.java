/** The source against real servers, current and older. */
@NullMarked
package dev.millrace.source.postgres;

import org.jspecify.annotations.NullMarked;
