package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;

/** One who runs in a race. */
interface Contestant {
    String name();

    /** Makes everything ready, up to the moment before the first read. What happens here is not timed. */
    Attempt prepare(int pair) throws IOException, SQLException, InterruptedException;
}
