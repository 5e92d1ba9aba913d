/** Tests of what relational sinks share, without a server. */
@NullMarked
package dev.millrace.sink.jdbc;

import org.jspecify.annotations.NullMarked;
