/** What is said to a connector of Debezium, and how it is run. */
@NullMarked
package dev.millrace.source.debezium.connector;

import org.jspecify.annotations.NullMarked;
