package dev.millrace.benchmarks.race;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.race.workload.ScatteredChanges;
import dev.millrace.benchmarks.race.workload.Table;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** What is written to in a race: every run gets a fresh place of it, a database or a folder. */
interface RaceTarget extends AutoCloseable {
    /** Version and settings. */
    String describe();

    /** Whether what was moved is there to be compared. */
    default boolean keepsRows() {
        return true;
    }

    /** The operating system's process whose processor time is told as the target's. */
    long processId();

    /** Makes ready for runs that each load these rows. */
    void expect(ScatteredChanges rows) throws SQLException;

    /** Makes a fresh place for a contestant's run. */
    String createFor(String contestant, int pair) throws SQLException;

    /** Writes out what the server has in memory, so that nothing runs in one contestant's time that did not in the other's. */
    void settle() throws SQLException;

    /** Of a task file that writes to a place. */
    ObjectNode endpoint(String place);

    /** Count and digest of each table of a place, as {@link dev.millrace.benchmarks.race.workload.Dialect#digest} words them. */
    List<String> digests(String place, List<Table> tables) throws IOException, SQLException;

    void drop(String place) throws IOException, SQLException;

    @Override
    void close();

    /** The place of a contestant's run. */
    default String nameFor(String contestant, int pair) {
        return plain(contestant) + "_" + pair;
    }

    /** The name of a contestant, fit for names of what a server holds for it. */
    static String plain(String contestant) {
        return contestant.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
    }
}
