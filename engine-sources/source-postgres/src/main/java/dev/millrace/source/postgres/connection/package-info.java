/** Connections to the source, facts about the server, and what its errors mean. */
@NullMarked
package dev.millrace.source.postgres.connection;

import org.jspecify.annotations.NullMarked;
