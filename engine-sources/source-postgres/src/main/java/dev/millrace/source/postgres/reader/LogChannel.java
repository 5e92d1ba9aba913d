package dev.millrace.source.postgres.reader;

import dev.millrace.source.postgres.decoding.EventBuffer;
import java.sql.SQLException;

/**
 * A way to get the log's changes from the server. Used under the reader's lock, except {@link #abort}, which any thread may call
 * at any time.
 */
interface LogChannel extends AutoCloseable {

    /**
     * Decodes what the server has ready, as far as it makes a batch.
     *
     * @param upToCommit whether to stop behind the next transaction
     * @return whether anything came, be it only a sign of life
     */
    boolean read(EventBuffer into, boolean upToCommit) throws SQLException;

    /** Up to where everything that is in the log was read. */
    long reached();

    /** Whether another way should be taken from {@link #reached()} on. */
    boolean isExhausted() throws SQLException;

    /**
     * Tells the server how far the engine has got, and that we are alive.
     *
     * @param acknowledged 0 if nothing was acknowledged yet
     * @param atOnce whether the server must know when this returns, even if it takes a while
     */
    void report(long acknowledged, boolean atOnce) throws SQLException;

    /** Ends the connection at once. */
    void abort();

    @Override
    void close();
}
