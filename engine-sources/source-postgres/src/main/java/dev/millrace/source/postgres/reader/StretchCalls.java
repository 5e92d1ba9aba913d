package dev.millrace.source.postgres.reader;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads stretches of the log, one after the other. Belongs to one thread, except {@link #abort}, which any thread may call. */
interface StretchCalls {

    /**
     * Asks for the next stretch; returns when the server begins to send it.
     *
     * @param upTo how far in the log it may go
     * @param changes after how many messages it ends with the transaction
     */
    void begin(long upTo, long changes) throws SQLException;

    /** The next piece of the stretch, in the form that {@link BinaryCopy} reads; null at its end. It never changes any more. */
    byte @Nullable [] next() throws SQLException;

    /** Where the slot stands; between stretches only. */
    SlotState state() throws SQLException;

    /** Ends the connection at once, and with it a call that waits for the server. */
    void abort();
}
