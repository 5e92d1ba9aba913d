package dev.millrace.source.mysql.binlog;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.RowBuffer;
import dev.millrace.source.mysql.server.Remedies;
import dev.millrace.source.mysql.value.ColumnDecoder;
import dev.millrace.source.mysql.value.JsonDecoder;

/**
 * Decodes an image after that tells only what changed inside of JSON values ({@code binlog_row_value_options = PARTIAL_JSON}). The
 * whole document comes out of the image before.
 *
 * <p>Such an image begins with its options and, for each JSON column of the table, a bit that says whether the column's value is a
 * list of changes; then it goes on like any other.
 */
final class PartialImage {
    private static final int CHANGES_OF_JSON = 1;
    private static final int NOT_LOGGED = -1;

    private final byte[] bytes;
    private final int beforeBitmap;
    private final int afterBitmap;
    private final TableBinding binding;

    PartialImage(byte[] bytes, int beforeBitmap, int afterBitmap, TableBinding binding) {
        this.bytes = bytes;
        this.beforeBitmap = beforeBitmap;
        this.afterBitmap = afterBitmap;
        this.binding = binding;
    }

    /**
     * Decodes one image.
     *
     * @param before where the image before starts
     * @param after where this image starts
     * @return where it ends
     * @throws ReplicationException {@code SOURCE_EVENT_UNSUPPORTED} if the document before is not in the log
     */
    int decode(int before, int after, RowBuffer buffer) {
        if (bytes[after] != CHANGES_OF_JSON) {
            throw new IllegalArgumentException("a row has the unknown options " + bytes[after]);
        }
        int[] documents = documentsIn(before);
        int columns = binding.decoders.length;
        int changed = after + 1;
        int nulls = changed + bytesFor(binding.documents.cardinality());
        int position = nulls + bytesFor(RowsDecoder.count(bytes, afterBitmap, columns));
        int document = 0;
        int valueNumber = 0;
        buffer.begin(binding.decodedColumns);
        for (int i = 0; i < columns; i++) {
            boolean isChanges = binding.documents.get(i) && isSet(changed, document++);
            boolean isPresent = isSet(afterBitmap, i);
            boolean isNull = isPresent && isSet(nulls, valueNumber++);
            if (isPresent && !isNull && binding.actions[i] == TableBinding.KEEP) {
                position = isChanges
                        ? changes(i, documents[i], position, buffer)
                        : binding.decoders[i].decode(bytes, position, buffer);
                continue;
            }
            if (isPresent && !isNull) {
                position = binding.decoders[i].skip(bytes, position);
            }
            if (isNull && binding.actions[i] == TableBinding.KEEP) {
                buffer.appendNull();
            } else if (binding.actions[i] != TableBinding.DROP) {
                buffer.appendAbsent();
            }
        }
        if (binding.endsWithAbsent) {
            buffer.appendAbsent();
        }
        return position;
    }

    private int changes(int column, int document, int position, RowBuffer buffer) {
        if (document == NOT_LOGGED) {
            throw new ReplicationException(
                    ErrorCode.SOURCE_EVENT_UNSUPPORTED,
                    "a row tells only what changed inside of a JSON value, but not the value before; "
                            + Remedies.FULL_JSON);
        }
        if (!(binding.decoders[column] instanceof JsonDecoder json)) {
            throw new IllegalArgumentException("changes inside of a value that is no JSON document");
        }
        return json.decodeChanges(bytes, document, position, buffer);
    }

    /** Where the image before has its JSON documents. */
    private int[] documentsIn(int before) {
        ColumnDecoder[] decoders = binding.decoders;
        int[] places = new int[decoders.length];
        int position = before + bytesFor(RowsDecoder.count(bytes, beforeBitmap, decoders.length));
        int valueNumber = 0;
        for (int i = 0; i < decoders.length; i++) {
            places[i] = NOT_LOGGED;
            if (isSet(beforeBitmap, i) && !isSet(before, valueNumber++)) {
                places[i] = position;
                position = decoders[i].skip(bytes, position);
            }
        }
        return places;
    }

    private boolean isSet(int bitmap, int bit) {
        return ((bytes[bitmap + (bit >> 3)] >> (bit & 7)) & 1) != 0;
    }

    private static int bytesFor(int bits) {
        return (bits + 7) >> 3;
    }
}
