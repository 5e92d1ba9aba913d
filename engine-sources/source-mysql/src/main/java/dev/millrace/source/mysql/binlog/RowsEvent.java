package dev.millrace.source.mysql.binlog;

import dev.millrace.source.mysql.wire.Payload;

/**
 * The head of a row event, and where its images are.
 *
 * @param table the number that the table map before it has
 * @param kind what happened to the rows
 * @param isPartial whether images after may tell only what changed inside of JSON values
 * @param flags what the server says of the statement
 * @param bytes holds the images
 * @param at where the number of columns stands
 * @param end where the images end
 */
@SuppressWarnings("ArrayRecordComponent") // a view into the event, never compared
record RowsEvent(long table, RowsDecoder.Kind kind, boolean isPartial, int flags, byte[] bytes, int at, int end) {
    /** The statement has no rows behind these. */
    static final int STATEMENT_END = 0x01;

    static final int WITHOUT_FOREIGN_KEY_CHECKS = 0x02;
    /** What foreign keys change by themselves is in the log, too. */
    static final int FOREIGN_KEYS_IN_LOG = 0x10;

    private static final int TABLE_AND_FLAGS = 8;

    static RowsEvent read(int type, byte[] bytes, int body, int end) {
        int at = body + TABLE_AND_FLAGS;
        if (hasExtraData(type)) {
            at += (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8);
        }
        RowsDecoder.Kind kind = kind(type);
        Payload head = new Payload().over(bytes, body, TABLE_AND_FLAGS);
        long table = head.uint6();
        int flags = head.uint2();
        return isCompressed(type)
                ? inflated(table, kind, flags, bytes, at, end)
                : new RowsEvent(table, kind, type == EventTypes.PARTIAL_UPDATE_ROWS, flags, bytes, at, end);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean endsStatement() {
        return has(STATEMENT_END);
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
    private static RowsEvent inflated(long table, RowsDecoder.Kind kind, int flags, byte[] bytes, int at, int end) {
        Payload in = new Payload().over(bytes, at, end - at);
        int columns = (int) in.packed();
        int bitmaps = (columns + 7) / 8 * (kind == RowsDecoder.Kind.UPDATE ? 2 : 1);
        int head = in.position() - at + bitmaps;
        byte[] images = QueryEvent.inflate(bytes, at + head, end);
        byte[] all = new byte[head + images.length];
        System.arraycopy(bytes, at, all, 0, head);
        System.arraycopy(images, 0, all, head, images.length);
        return new RowsEvent(table, kind, false, flags, all, 0, all.length);
    }
}
