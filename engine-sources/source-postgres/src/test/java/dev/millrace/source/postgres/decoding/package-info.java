/** Tests without a server. */
@NullMarked
package dev.millrace.source.postgres.decoding;

import org.jspecify.annotations.NullMarked;
