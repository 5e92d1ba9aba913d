package dev.millrace.source.mysql.binlog;

import dev.millrace.source.mysql.wire.Payload;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A statement in the log.
 *
 * @param database the default database when it ran; empty if none
 * @param sql its text
 */
record QueryEvent(String database, String sql) {

    static QueryEvent read(byte[] bytes, int body, int end, boolean compressed) {
        Payload in = new Payload().over(bytes, body, end - body);
        in.skip(8);
        int databaseLength = in.uint1();
        in.skip(2);
        in.skip(in.uint2());
        String database = in.text(databaseLength);
        in.skip(1);
        if (!compressed) {
            return new QueryEvent(database, in.text(in.remaining()));
        }
        byte[] text = inflate(bytes, in.position(), end);
        return new QueryEvent(database, new Payload().over(text, 0, text.length).text(text.length));
    }

    /** Unpacks what MariaDB packs: a byte that tells how long the length is, the length, and a zlib stream. */
    static byte[] inflate(byte[] bytes, int start, int end) {
        int lengthBytes = bytes[start] & 7;
        int method = (bytes[start] >> 4) & 7;
        if (method != 0) {
            throw new IllegalArgumentException("an event is compressed by method " + method + ", which is not known");
        }
        int length = 0;
        for (int i = 1; i <= lengthBytes; i++) {
            length = (length << 8) | (bytes[start + i] & 0xFF);
        }
        byte[] result = new byte[length];
        Inflater inflater = new Inflater();
        try {
            int packed = start + 1 + lengthBytes;
            inflater.setInput(bytes, packed, end - packed);
            int size = inflater.inflate(result);
            return size == length ? result : Arrays.copyOf(result, size);
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("a compressed event can't be unpacked", damaged);
        } finally {
            inflater.end();
        }
    }
}
