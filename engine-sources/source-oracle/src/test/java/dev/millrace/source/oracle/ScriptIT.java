package dev.millrace.source.oracle;

import dev.millrace.testing.script.ScriptContract;
import dev.millrace.testing.script.ScriptedServer;

/** Random scripts on the emulation of Oracle 19c: savepoints, log switches under open transactions, truncations, archived logs that are deleted. */
class ScriptIT extends ScriptContract {

    @Override
    protected ScriptedServer newServer() {
        return new ScriptedOracle();
    }
}
