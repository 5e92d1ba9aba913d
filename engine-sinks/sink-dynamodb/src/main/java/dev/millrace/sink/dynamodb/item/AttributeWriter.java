package dev.millrace.sink.dynamodb.item;

import dev.millrace.model.ByteBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Takes the attributes of one item, those of its key first, each name once. */
public interface AttributeWriter {

    /**
     * The value of a column.
     *
     * @param type S, N, B or BOOL
     * @param value valid UTF-8, the text of a number, raw bytes, or {@code true} or {@code false}; good until this returns
     */
    void column(String name, AttributeValue.Type type, ByteBuilder value);

    /** A value that is made of several columns, or of none. */
    void value(String name, AttributeValue value);
}
