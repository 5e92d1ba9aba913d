/**
 * What relational sinks share: the dialect, connections that can be cut, target tables, the task's control tables and the
 * transaction that commits data, checkpoint and fence together. A sink supplies its dialect, its catalogue and its bulk statements.
 */
@NullMarked
package dev.millrace.sink.jdbc;

import org.jspecify.annotations.NullMarked;
