package dev.millrace.source.sqlserver;

import dev.millrace.testing.script.ScriptContract;
import dev.millrace.testing.script.ScriptedServer;

/** Random scripts on the emulation of SQL Server 2022: savepoints, two captures of a table that gets a column, retention. */
class ScriptIT extends ScriptContract {

    @Override
    protected ScriptedServer newServer() {
        return new ScriptedSqlServer();
    }
}
