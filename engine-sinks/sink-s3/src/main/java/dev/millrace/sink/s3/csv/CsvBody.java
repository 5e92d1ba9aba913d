package dev.millrace.sink.s3.csv;

import dev.millrace.sink.s3.file.FileBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Lines, one behind another. */
final class CsvBody implements FileBody {
    private static final int GZIP_BUFFER = 8 << 10;

    private final OutputStream out;
    private long bytes;

    /** @param header what the file begins with; may be empty */
    CsvBody(OutputStream target, boolean gzip, byte[] header) throws IOException {
        this.out = gzip ? new GZIPOutputStream(target, GZIP_BUFFER) : target;
        write(header, 0, header.length);
    }

    @Override
    public void write(byte[] rows, int offset, int length) throws IOException {
        out.write(rows, offset, length);
        bytes += length;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long held() {
        return 0;
    }

    @Override
    public void finish() throws IOException {
        if (out instanceof GZIPOutputStream compressed) {
            compressed.finish();
        }
    }
}
