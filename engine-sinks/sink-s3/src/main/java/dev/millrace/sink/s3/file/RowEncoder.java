package dev.millrace.sink.s3.file;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.BulkFormat;
import dev.millrace.model.ByteBuilder;
import dev.millrace.model.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows of one table and shape, so that whatever is wrong with a value shows before any of its row is in a file; then a {@link FileBody}
 * takes them. Belongs to one thread.
 */
public interface RowEncoder {

    /**
     * Appends a row in the form that this encoder's files take, or nothing if it fails.
     *
     * @param leading fields before those of the row
     * @param row the row
     * @param before gives what the row lacks; null if nothing does
     * @throws ReplicationException {@code TARGET_VALUE_REFUSED} if a value is missing, or is none that a file can hold
     */
    void append(List<String> leading, Row row, @Nullable Row before, Image image, ByteBuilder out);

    /** Encodes rows of the table that come in a format of their database; empty, as by default, for a format that is not known. */
    default Optional<UnparsedRows> unparsed(BulkFormat format) {
        return Optional.empty();
    }

    /** Begins a file. */
    FileBody open(OutputStream out) throws IOException;
}
