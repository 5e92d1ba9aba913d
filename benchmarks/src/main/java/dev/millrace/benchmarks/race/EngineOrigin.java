package dev.millrace.benchmarks.race;

import java.sql.SQLException;

/** The place in a source's log that the engine reads from. */
interface EngineOrigin {
    /** Remembers the end of the log as it is now. */
    void fix() throws SQLException;

    /**
     * Lets a task begin there.
     *
     * @param pair whose run it is
     */
    void begin(TaskDocument task, int pair);
}
