/** Tests of what becomes of a connector's records. */
@NullMarked
package dev.millrace.source.debezium.record;

import org.jspecify.annotations.NullMarked;
