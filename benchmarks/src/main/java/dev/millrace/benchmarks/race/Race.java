package dev.millrace.benchmarks.race;

import dev.millrace.servers.DatabaseServer;
import java.sql.SQLException;
import java.util.Map;

/** Two contestants, the servers between which they move rows, and the rows. */
interface Race extends AutoCloseable {
    String title();

    /** How many rows or changes each run moves. */
    long rows();

    /** What the engine's speed must at least be, as a multiple of the peer's. */
    double floor();

    DatabaseServer source();

    DatabaseServer target();

    Contestant engine();

    Contestant peer();

    /** Makes the servers' caches and logs alike before a run. */
    void settle() throws SQLException;

    /** Whether the target database holds the same rows as the source. */
    boolean isEqual(String targetDatabase) throws SQLException;

    /** Removes what a run left behind. */
    void dropTarget(String targetDatabase) throws SQLException;

    /** Versions and settings that a reader of the result has to know. */
    Map<String, String> facts();

    @Override
    void close();
}
