package dev.millrace.sink.postgres;

import dev.millrace.spi.sink.ChangeSet;
import java.sql.SQLException;

/** Executes sets of one kind, over the same columns of the same table: with one statement per row if they are few, set by set otherwise. */
interface ChangeShape extends AutoCloseable {
    /**
     * From how many rows on a set takes the bulk way. Below, a batch of prepared statements is one round trip, while a COPY and the
     * statement behind it are three.
     */
    int BULK_ROWS = 32;

    /** Returns how many rows were matched; for inserts and upserts the size of the set. */
    int apply(ChangeSet changes) throws SQLException;

    @Override
    void close() throws SQLException;
}
