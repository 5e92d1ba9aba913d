/** The independent reader: Debezium, run inside of the test. */
@NullMarked
package dev.millrace.differential.debezium;

import org.jspecify.annotations.NullMarked;
