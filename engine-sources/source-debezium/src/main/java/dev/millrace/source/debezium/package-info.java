/** Debezium's connectors as readers of a source's log: the source's own catalogue and snapshots, Debezium's view of its log. */
@NullMarked
package dev.millrace.source.debezium;

import org.jspecify.annotations.NullMarked;
