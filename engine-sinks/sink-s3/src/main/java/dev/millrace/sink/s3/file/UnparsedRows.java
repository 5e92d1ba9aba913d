package dev.millrace.sink.s3.file;

import dev.millrace.model.ByteBuilder;
import java.util.List;

/** Encodes rows that come in a {@linkplain dev.millrace.model.BulkFormat format} of their database, as {@link RowEncoder} would. Belongs to one thread. */
public interface UnparsedRows {

    /** Says which fields stand before those of the next rows. */
    void begin(List<String> leading);

    /**
     * Appends one row.
     *
     * @param stream whole rows
     * @param from where the row begins
     * @return where the next one begins
     */
    int append(byte[] stream, int from, ByteBuilder out);
}
