package dev.millrace.source.debezium.record;

import dev.millrace.model.ByteBuilder;

/** Writes values of one column, as a connector tells them, in the column's wire form. Stateless. */
@FunctionalInterface
public interface ValueWriter {

    /** @param value neither null nor a sign for a value that the log does not carry */
    void write(Object value, ByteBuilder out);
}
