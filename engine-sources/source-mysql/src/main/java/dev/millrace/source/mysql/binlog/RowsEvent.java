package dev.millrace.source.mysql.binlog;

import dev.millrace.source.mysql.wire.Payload;

/**
 * The head of a row event, and where its images are.
 *
 * @param table the number that the table map before it has
 * @param kind what happened to the rows
 * @param isPartial whether images after may tell only what changed inside of JSON values
 * @param bytes holds the images
 * @param at where the number of columns stands
 * @param end where the images end
 */
@SuppressWarnings("ArrayRecordComponent") // a view into the event, never compared
record RowsEvent(long table, RowsDecoder.Kind kind, boolean isPartial, byte[] bytes, int at, int end) {
    private static final int TABLE_AND_FLAGS = 8;

    static RowsEvent read(int type, byte[] bytes, int body, int end) {
        int at = body + TABLE_AND_FLAGS;
        if (hasExtraData(type)) {
            at += (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
        }
        RowsDecoder.Kind kind = kind(type);
        long table = tableNumber(bytes, body);
        return isCompressed(type)
                ? inflated(table, kind, bytes, at, end)
                : new RowsEvent(table, kind, type == EventTypes.PARTIAL_UPDATE_ROWS, bytes, at, end);
    }

    private static long tableNumber(byte[] bytes, int body) {
        return new Payload().over(bytes, body, 6).uint6();
    }

    private static boolean hasExtraData(int type) {
        return type == EventTypes.WRITE_ROWS
                || type == EventTypes.UPDATE_ROWS
                || type == EventTypes.DELETE_ROWS
                || type == EventTypes.PARTIAL_UPDATE_ROWS
                || type >= EventTypes.MARIA_WRITE_ROWS_COMPRESSED;
    }

    private static boolean isCompressed(int type) {
        return type >= EventTypes.MARIA_WRITE_ROWS_COMPRESSED_V1;
    }

    private static RowsDecoder.Kind kind(int type) {
        return switch (type) {
            case EventTypes.WRITE_ROWS,
                    EventTypes.WRITE_ROWS_V1,
                    EventTypes.MARIA_WRITE_ROWS_COMPRESSED,
                    EventTypes.MARIA_WRITE_ROWS_COMPRESSED_V1 -> RowsDecoder.Kind.INSERT;
            case EventTypes.UPDATE_ROWS,
                    EventTypes.UPDATE_ROWS_V1,
                    EventTypes.PARTIAL_UPDATE_ROWS,
                    EventTypes.MARIA_UPDATE_ROWS_COMPRESSED,
                    EventTypes.MARIA_UPDATE_ROWS_COMPRESSED_V1 -> RowsDecoder.Kind.UPDATE;
            default -> RowsDecoder.Kind.DELETE;
        };
    }

    /** The bitmaps stay as they are; the images behind them are compressed. */
    private static RowsEvent inflated(long table, RowsDecoder.Kind kind, byte[] bytes, int at, int end) {
        Payload in = new Payload().over(bytes, at, end - at);
        int columns = (int) in.packed();
        int bitmaps = (columns + 7) / 8 * (kind == RowsDecoder.Kind.UPDATE ? 2 : 1);
        int head = in.position() - at + bitmaps;
        byte[] images = QueryEvent.inflate(bytes, at + head, end);
        byte[] all = new byte[head + images.length];
        System.arraycopy(bytes, at, all, 0, head);
        System.arraycopy(images, 0, all, head, images.length);
        return new RowsEvent(table, kind, false, all, 0, all.length);
    }
}
