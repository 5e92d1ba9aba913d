package dev.millrace.differential.normal;

import dev.millrace.differential.workload.TestColumn;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** How values of one engine family are brought into normal form. */
public interface ValueForms {

    /**
     * A value of a native reader.
     *
     * @param canonical the canonical form; raw bytes in hexadecimal
     */
    String ofNative(TestColumn column, String canonical);

    /** A value of Debezium's; null if it stands for one that the log did not carry. */
    @Nullable
    String ofDebezium(TestColumn column, Schema schema, Object value);
}
