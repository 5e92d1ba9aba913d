package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;

/** One who runs in a race. */
interface Contestant extends AutoCloseable {
    String name();

    /** Version and settings, for the readers of the result. */
    String describe();

    /** Whether what it has moved is there to be compared. */
    default boolean keepsRows() {
        return true;
    }

    /** Makes slots, or remembers the place in the log from which the runs read; what the source does next is what they are to move. */
    default void fixStart() throws IOException, SQLException, InterruptedException {}

    /** Makes everything ready, up to the moment before the first read. What happens here is not timed. */
    Attempt prepare(int pair) throws IOException, SQLException, InterruptedException;

    @Override
    default void close() {}
}
