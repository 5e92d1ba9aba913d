package dev.millrace.testing.script;

import dev.millrace.testing.contract.source.SourceFixture;

/** A server with an empty database for one script: what its engine has of its own. Closing it closes the fixture. */
public interface ScriptedServer extends AutoCloseable {

    /** Makes tables and opens sources. */
    SourceFixture fixture();

    /** What scripts may do to it. */
    Traits traits();

    /** A session. Its writer is closed by the script. */
    ScriptedSession openSession();

    /** Ends a file of the log and begins the next. */
    void switchLog();

    /**
     * Ends what the log holds by now.
     *
     * @return forgets that part; run once it was read
     */
    Runnable endLog();

    @Override
    void close();
}
