package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/** Debezium's connector for one family of sources, and how it comes to begin at a given place in the log. */
interface DebeziumReader extends AutoCloseable {
    /** Where Debezium keeps how far it has read, in the folder of a run. */
    String OFFSETS = "offsets";

    /** Where Debezium's MySQL connector keeps the shapes of tables, in the folder of a run. */
    String HISTORY = "history";

    /** Lets the runs read from the end of the log as it is now. */
    void fixStart(DebeziumContestant debezium) throws IOException, SQLException, InterruptedException;

    /** Puts what was remembered into the folder of a run. */
    void restore(Path state) throws IOException;

    /** The connector's settings. */
    Map<String, String> settings(Path state, int pair);

    /** How the sink names a table, by the fields of a record's origin. */
    String tableName();

    @Override
    default void close() {}
}
