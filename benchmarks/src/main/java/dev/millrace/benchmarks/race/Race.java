package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;

/** Servers that run and are filled, and two contestants that are ready to do the same work on them in turn. */
interface Race extends AutoCloseable {
    /**
     * Lets them run.
     *
     * @param out where each run is told
     */
    RaceResult run(PrintStream out) throws IOException, SQLException, InterruptedException;

    @Override
    void close();
}
