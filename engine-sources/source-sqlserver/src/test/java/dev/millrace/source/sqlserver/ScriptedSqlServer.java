package dev.millrace.source.sqlserver;

import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedTransaction;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.script.ScriptedServer;
import dev.millrace.testing.script.ScriptedSession;
import dev.millrace.testing.script.Traits;
import java.util.List;

/** What scripts may do to an emulated SQL Server. */
final class ScriptedSqlServer implements ScriptedServer {
    private final EmulatedFixture fixture = new EmulatedFixture();

    @Override
    public SourceFixture fixture() {
        return fixture;
    }

    /** A table that is captured can't be truncated, and the change tables hold what is committed and nothing else. */
    @Override
    public Traits traits() {
        return new Traits(false, false, false, true, true, 3_000);
    }

    @Override
    public ScriptedSession openSession() {
        EmulatedTransaction transaction = fixture.database().begin();
        return new ScriptedSession(new EmulatedWriter(transaction), () -> transaction.save()::rollbackTo);
    }

    @Override
    public void switchLog() {
        throw new UnsupportedOperationException("the log of SQL Server is not cut into files that a reader sees");
    }

    /** The cleanup job passes, and of two captures of a table the older one, which lacks columns, is disabled. */
    @Override
    public Runnable endLog() {
        EmulatedDatabase database = fixture.database();
        EmulatedDatabase.LowWaterMark mark = database.endLog();
        return () -> fixture.captureInstances().forEach((table, instances) -> {
            List<String> older = instances.subList(0, instances.size() - 1);
            older.forEach(database::disableCapture);
            older.clear();
            database.cleanUp(instances.get(0), mark);
        });
    }

    @Override
    public void close() {
        fixture.close();
    }
}
