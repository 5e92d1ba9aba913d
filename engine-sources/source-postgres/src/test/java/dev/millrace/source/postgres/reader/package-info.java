/** Tests without a server. */
@NullMarked
package dev.millrace.source.postgres.reader;

import org.jspecify.annotations.NullMarked;
