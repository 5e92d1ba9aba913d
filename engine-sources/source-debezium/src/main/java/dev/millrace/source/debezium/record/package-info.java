/** From records of Kafka Connect to the engine's events. */
@NullMarked
package dev.millrace.source.debezium.record;

import org.jspecify.annotations.NullMarked;
