package dev.millrace.sink.mysql;

import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rows from readable values. */
final class Rows {
    /** A column that the log did not carry. */
    static final Object ABSENT = new Object();

    private static final RowBuffer BUFFER = new RowBuffer();

    private Rows() {}

    /** Strings are UTF-8, byte arrays are taken as they are, null is NULL, numbers are their decimal text. */
    static synchronized Row of(@Nullable Object... values) {
        BUFFER.begin(values.length);
        for (Object value : values) {
            if (value == null) {
                BUFFER.appendNull();
            } else if (value == ABSENT) {
                BUFFER.appendAbsent();
            } else {
                byte[] bytes =
                        value instanceof byte[] raw ? raw : value.toString().getBytes(StandardCharsets.UTF_8);
                BUFFER.append(bytes, 0, bytes.length);
            }
        }
        return BUFFER.finish();
    }
}
