/** The contract of sources, with Debezium as the reader. */
@NullMarked
package dev.millrace.source.debezium;

import org.jspecify.annotations.NullMarked;
