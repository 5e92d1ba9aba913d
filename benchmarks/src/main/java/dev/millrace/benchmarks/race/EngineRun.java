package dev.millrace.benchmarks.race;

import java.util.Optional;

/**
 * In which way the engine catches up.
 *
 * @param name of the contestant
 * @param targetScript what its sessions on a PostgreSQL target begin with
 * @param meetsTakenRow whether the target holds a row before that the backlog inserts, so that it refuses the insert
 */
record EngineRun(String name, Optional<String> targetScript, boolean meetsTakenRow) {
    static final EngineRun PLAIN = new EngineRun("Millrace", Optional.empty(), false);

    EngineRun beginningSessions(String script) {
        return new EngineRun(name, Optional.of(script), meetsTakenRow);
    }

    EngineRun meetingTakenRow() {
        return new EngineRun(name, targetScript, true);
    }

    EngineRun named(String other) {
        return new EngineRun(other, targetScript, meetsTakenRow);
    }
}
