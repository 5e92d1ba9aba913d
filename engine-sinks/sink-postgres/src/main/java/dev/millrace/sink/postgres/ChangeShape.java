package dev.millrace.sink.postgres;

import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;

/** Executes sets of one kind, over the same columns of the same table. */
interface ChangeShape extends AutoCloseable {

    /** Returns how many rows were matched; for inserts and upserts the size of the set. */
    int apply(ChangeSet changes) throws SQLException;

    @Override
    void close() throws SQLException;
}
