package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** One run of one contestant. */
interface Attempt extends AutoCloseable {
    /** The database of the target server that it writes to. */
    String targetDatabase();

    /** How long the contestant's own processes took until they could begin; zero if it has none. */
    Duration startUp();

    /** The clock starts before this call. */
    void start() throws IOException, SQLException;

    /**
     * Whether the last change is committed on the target; asked again and again, so it must be cheap.
     *
     * @throws IllegalStateException if it will never be
     */
    boolean isFinished() throws SQLException;

    /** Processor time of the contestant's own processes since they began, without the database servers'. */
    Duration processorTime();

    @Override
    void close() throws IOException, SQLException;
}
