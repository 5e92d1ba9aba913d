package dev.millrace.sink.postgres;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import dev.millrace.sink.postgres.encode.ArrayEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a set as one array parameter per column: any number of rows goes to the server with the statement that uses them, in one
 * round trip, and nothing is staged there. Not thread-safe.
 */
final class RowArrays {
    /** Sets that are larger than this are cut, to bound memory here and there. */
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private static final int LARGEST_KEPT_BUFFER = 4 * 1024 * 1024;

    private final RowSource source;
    private final ArrayEncoder[] keyEncoders;
    private final ArrayEncoder[] valueEncoders;
    private ByteBuilder buffer = new ByteBuilder();

    RowArrays(TableBinding binding, int[] key, int[] values) {
        source = new RowSource(binding, key, values);
        keyEncoders = encoders(binding, key);
        valueEncoders = encoders(binding, values);
    }

    /** The words that the arrays stand for in a statement. */
    RowSource source() {
        return source;
    }

    /** Binds the rows' arrays and executes, in as few parts as memory allows; returns how many rows were hit. */
    int execute(RowStatement statement, List<Row> identities, List<Row> rows) throws SQLException {
        int hits = 0;
        int size = Math.max(identities.size(), rows.size());
        for (int from = 0; from < size; ) {
            int to = end(identities, rows, from, size);
            PreparedStatement prepared = statement.forRows(to - from);
            bind(prepared, part(identities, from, to), part(rows, from, to));
            hits += statement.run(prepared);
            from = to;
        }
        return hits;
    }

    private void bind(PreparedStatement prepared, List<Row> identities, List<Row> rows) throws SQLException {
        int parameter = 0;
        for (ArrayEncoder encoder : keyEncoders) {
            prepared.setObject(++parameter, text(encoder, identities), Types.OTHER);
        }
        for (ArrayEncoder encoder : valueEncoders) {
            prepared.setObject(++parameter, text(encoder, rows), Types.OTHER);
        }
    }

    private String text(ArrayEncoder encoder, List<Row> rows) {
        buffer.clear();
        encoder.append(rows, buffer);
        String text = buffer.toString();
        if (text.indexOf('\uFFFD') >= 0) {
            requireWellFormed(text, encoder);
        }
        if (buffer.array().length > LARGEST_KEPT_BUFFER) {
            buffer = new ByteBuilder();
        }
        return text;
    }

    /** Malformed text would be mended in silence on its way through a string, so it is refused as the server does in a COPY (law 5). */
    private void requireWellFormed(String text, ArrayEncoder encoder) {
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(again, 0, again.length, buffer.array(), 0, buffer.size())) {
            throw new ReplicationException(
                    ErrorCode.TARGET_VALUE_REFUSED,
                    "column " + encoder.columnName()
                            + " has text that is not valid UTF-8, which the target can't hold");
        }
    }

    private static int end(List<Row> identities, List<Row> rows, int from, int size) {
        long bytes = 0;
        int to = from;
        while (to < size && (to == from || bytes < MOST_BYTES)) {
            bytes += identities.isEmpty() ? 0 : identities.get(to).byteSize();
            bytes += rows.isEmpty() ? 0 : rows.get(to).byteSize();
            to++;
        }
        return to;
    }

    private static List<Row> part(List<Row> rows, int from, int to) {
        return rows.isEmpty() ? rows : rows.subList(from, to);
    }

    private static ArrayEncoder[] encoders(TableBinding binding, int[] columns) {
        return Arrays.stream(columns)
                .mapToObj(column -> new ArrayEncoder(binding.wanted(), column))
                .toArray(ArrayEncoder[]::new);
    }
}
