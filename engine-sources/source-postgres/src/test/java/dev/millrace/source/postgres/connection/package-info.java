/** Tests without a server. */
@NullMarked
package dev.millrace.source.postgres.connection;

import org.jspecify.annotations.NullMarked;
