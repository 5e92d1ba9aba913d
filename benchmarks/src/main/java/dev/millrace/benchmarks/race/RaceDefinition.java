package dev.millrace.benchmarks.race;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A race that can be run.
 *
 * @param name as it is typed
 * @param title for the readers of the result
 * @param quotedRows how many rows the published result moves
 * @param wanted what the engine's speed must at least be, or its cost at most, as a multiple of the peer's; 0 if nothing is demanded
 * @param obstacle why it can't be run on this machine, if it can't
 * @param preparation starts and fills the servers
 */
record RaceDefinition(
        String name,
        String title,
        long quotedRows,
        double wanted,
        Function<RaceOptions, Optional<String>> obstacle,
        Preparation preparation) {

    /** How the servers and the contestants of a race are made ready. */
    interface Preparation {
        Race prepare(RaceDefinition definition, RaceOptions options)
                throws IOException, SQLException, InterruptedException;
    }

    /** Starts and fills the servers. */
    Race prepare(RaceOptions options) throws IOException, SQLException, InterruptedException {
        return preparation.prepare(this, options);
    }
}
