/** Tests without a server. */
@NullMarked
package dev.millrace.source.postgres.snapshot;

import org.jspecify.annotations.NullMarked;
