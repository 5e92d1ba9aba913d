package dev.millrace.sink.s3.file;

import java.io.IOException;

/** What stands in one file. Belongs to one thread. */
public interface FileBody {

    /** Adds whole rows, as the encoder that opened the file has appended them one behind another. */
    void write(byte[] rows, int offset, int length) throws IOException;

    /** Size of what was written, before any compression; follows from the rows alone. */
    long bytes();

    /** Bytes of memory that it holds. */
    long held();

    /** Writes what is left, and the file's end. */
    void finish() throws IOException;
}
