package dev.millrace.source.mysql.binlog;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.source.mysql.value.ColumnDecoder;
import java.util.List;

/**
 * Decodes the row images of row events. This is the hot path: bytes go from the event into the {@link RowBuffer} without an object
 * per value. Not thread-safe.
 */
final class RowsDecoder {
    /** What a row event does. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    private static final int ROW_OVERHEAD = 64;

    private final RowBuffer buffer = new RowBuffer();
    private long decodedBytes;

    /** Memory that the rows of the last {@link #decode} hold on to, roughly. */
    long decodedBytes() {
        return decodedBytes;
    }

    /**
     * Decodes all rows of an event.
     *
     * @return where decoding ended; the event is damaged if that is not its own end
     */
    int decode(RowsEvent event, TableBinding binding, List<ChangeEvent> out) {
        decodedBytes = 0;
        Kind kind = event.kind();
        byte[] bytes = event.bytes();
        int at = event.at();
        int columns = bytes[at] & 0xFF;
        int position = at + 1;
        if (columns >= 0xFB) {
            columns = (bytes[at + 1] & 0xFF) | ((bytes[at + 2] & 0xFF) << 8);
            position = at + 3;
        }
        if (columns != binding.decoders.length) {
            return -1;
        }
        int bitmapBytes = (columns + 7) >> 3;
        int first = position;
        position += bitmapBytes;
        int second = first;
        if (kind == Kind.UPDATE) {
            second = position;
            position += bitmapBytes;
        }
        int firstCount = count(bytes, first, columns);
        int secondCount = kind == Kind.UPDATE ? count(bytes, second, columns) : 0;
        while (position < event.end()) {
            int before = position;
            position = image(bytes, before, first, firstCount, binding);
            Row row = row(binding);
            if (kind == Kind.UPDATE) {
                position = event.isPartial()
                        ? partialImage(bytes, before, first, position, second, binding)
                        : image(bytes, position, second, secondCount, binding);
                out.add(new RowUpdate(binding.table, row, row(binding)));
            } else if (kind == Kind.INSERT) {
                out.add(new RowInsert(binding.table, row));
            } else {
                out.add(new RowDelete(binding.table, row));
            }
        }
        return position;
    }

    static int count(byte[] bytes, int bitmap, int columns) {
        int count = 0;
        for (int i = 0; i < columns; i++) {
            count += (bytes[bitmap + (i >> 3)] >> (i & 7)) & 1;
        }
        return count;
    }

    /** In events that may tell only what changed in JSON values, every image after says first whether it does. */
    private int partialImage(
            byte[] bytes, int before, int beforeBitmap, int after, int afterBitmap, TableBinding binding) {
        if (bytes[after] == 0) {
            int present = count(bytes, afterBitmap, binding.decoders.length);
            return image(bytes, after + 1, afterBitmap, present, binding);
        }
        return new PartialImage(bytes, beforeBitmap, afterBitmap, binding).decode(before, after, buffer);
    }

    private int image(byte[] bytes, int at, int bitmap, int present, TableBinding binding) {
        ColumnDecoder[] decoders = binding.decoders;
        byte[] actions = binding.actions;
        boolean complete = present == decoders.length;
        int position = at + ((present + 7) >> 3);
        int valueNumber = 0;
        buffer.begin(binding.decodedColumns);
        for (int i = 0; i < decoders.length; i++) {
            byte action = actions[i];
            if (!complete && ((bytes[bitmap + (i >> 3)] >> (i & 7)) & 1) == 0) {
                if (action != TableBinding.DROP) {
                    buffer.appendAbsent();
                }
                continue;
            }
            boolean isNull = ((bytes[at + (valueNumber >> 3)] >> (valueNumber & 7)) & 1) != 0;
            valueNumber++;
            if (action == TableBinding.KEEP) {
                if (isNull) {
                    buffer.appendNull();
                } else {
                    position = decoders[i].decode(bytes, position, buffer);
                }
                continue;
            }
            if (!isNull) {
                position = decoders[i].skip(bytes, position);
            }
            if (action == TableBinding.BLANK) {
                buffer.appendAbsent();
            }
        }
        if (binding.endsWithAbsent) {
            buffer.appendAbsent();
        }
        return position;
    }

    private Row row(TableBinding binding) {
        Row row = buffer.finish();
        decodedBytes += row.byteSize() + ROW_OVERHEAD + 8L * binding.decodedColumns;
        return binding.projection == null ? row : row.project(binding.projection);
    }
}
