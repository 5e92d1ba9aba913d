package dev.millrace.sink.s3.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;

/**
 * How pages are compressed, and by which of its names their encoding goes.
 *
 * @param type {@code EncodingType}
 * @param gzip whether pages are compressed
 */
record PageCoding(ParquetSettings.EncodingType type, boolean gzip) {

    byte[] compressed(BytesInput bytes) throws IOException {
        if (!gzip) {
            return copied(bytes);
        }
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(target)) {
            bytes.writeAllTo(out);
        }
        return target.toByteArray();
    }

    /** The writers use their buffers again. */
    static byte[] copied(BytesInput bytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
        bytes.writeAllTo(target);
        return target.toByteArray();
    }

    /** The writers know dictionaries by the older name alone; the bytes are the same. */
    org.apache.parquet.format.Encoding mark(Encoding encoding) {
        if (encoding.usesDictionary()) {
            return type == ParquetSettings.EncodingType.PLAIN_DICTIONARY
                    ? org.apache.parquet.format.Encoding.PLAIN_DICTIONARY
                    : org.apache.parquet.format.Encoding.RLE_DICTIONARY;
        }
        return org.apache.parquet.format.Encoding.valueOf(encoding.name());
    }

    org.apache.parquet.format.Encoding markOfDictionary() {
        return type == ParquetSettings.EncodingType.PLAIN_DICTIONARY
                ? org.apache.parquet.format.Encoding.PLAIN_DICTIONARY
                : org.apache.parquet.format.Encoding.PLAIN;
    }
}
