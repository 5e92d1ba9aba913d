/** Tests without a server. */
@NullMarked
package dev.millrace.source.postgres.position;

import org.jspecify.annotations.NullMarked;
