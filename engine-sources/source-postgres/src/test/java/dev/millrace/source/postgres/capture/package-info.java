/** Tests without a server. */
@NullMarked
package dev.millrace.source.postgres.capture;

import org.jspecify.annotations.NullMarked;
