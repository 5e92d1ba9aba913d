/** Tests of what is said to connectors. */
@NullMarked
package dev.millrace.source.debezium.connector;

import org.jspecify.annotations.NullMarked;
