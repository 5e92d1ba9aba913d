package dev.millrace.source.postgres.reader;

import dev.millrace.source.postgres.decoding.EventBuffer;
import java.sql.SQLException;

/**
 * A way to get the log's changes from the server. Used under the reader's lock, except {@link #abort}, which any thread may call
 * at any time.
 */
interface LogChannel extends AutoCloseable {

    /**
     * Decodes what the server has ready, as far as it makes a batch, waiting at most a few milliseconds.
     *
     * @return whether anything came, be it only a sign of life
     */
    boolean read(EventBuffer into) throws SQLException;

    /** Whether all of the log up to {@link #reached()} was read and more can only come behind it. */
    long reached();

    /** Tells the server how far the engine has got, and that we are alive. */
    void report(long acknowledged) throws SQLException;

    /** Ends the connection at once. */
    void abort();

    @Override
    void close();
}
