package dev.millrace.sink.s3.change;

import dev.millrace.model.ByteBuilder;
import dev.millrace.sink.s3.file.TableFile;
import dev.millrace.spi.sink.LoggedChange;

/** A file that takes changes. Belongs to one thread. */
interface ChangeFile {

    /** Where the rows go. */
    TableFile file();

    /** Whether the change, of its table and its time, can't go to this file. */
    boolean endsBefore(LoggedChange change);

    /**
     * Adds the change's row, or nothing if it fails.
     *
     * @param encoded is overwritten
     * @throws dev.millrace.error.ReplicationException as {@link dev.millrace.sink.s3.file.RowEncoder#append}
     */
    void append(LoggedChange change, ByteBuilder encoded);
}
