/** Connections to the server, and what its errors mean. */
@NullMarked
package dev.millrace.source.sqlserver.connection;

import org.jspecify.annotations.NullMarked;
