package dev.millrace.benchmarks.debezium;

import org.apache.kafka.connect.data.Struct;

/**
 * The change that the race ends with.
 *
 * @param topic where it comes from
 * @param id its key
 */
record LastChange(String topic, int id) {
    boolean is(String itsTopic, Object itsKey) {
        return itsTopic.equals(topic) && itsKey instanceof Struct key && key.getInt32("id") == id;
    }
}
