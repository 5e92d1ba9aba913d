package dev.millrace.source.oracle;

import dev.millrace.emulated.oracle.OracleTable;
import dev.millrace.emulated.oracle.OracleTable.Column;
import dev.millrace.emulated.oracle.OracleTransaction;
import dev.millrace.testing.contract.source.SourceFixture;
import dev.millrace.testing.script.ScriptedServer;
import dev.millrace.testing.script.ScriptedSession;
import dev.millrace.testing.script.Traits;
import java.util.List;

/** What scripts may do to an emulated Oracle. */
final class ScriptedOracle implements ScriptedServer {
    private final ContractFixture fixture = new ContractFixture();

    ScriptedOracle() {
        fixture.oracle().createTable(OracleTable.of("HR", "PULSE", Column.of("N", "NUMBER(9)")), false);
    }

    @Override
    public SourceFixture fixture() {
        return fixture;
    }

    /** Debezium reads large values again where the key changes, and they may be others by then; large rollbacks take it time with their square. */
    @Override
    public Traits traits() {
        return new Traits(true, true, true, false, false, 600);
    }

    @Override
    public ScriptedSession openSession() {
        OracleTransaction transaction = fixture.oracle().begin();
        return new ScriptedSession(ContractFixture.writer(transaction), () -> {
            int place = transaction.savepoint();
            return () -> transaction.rollbackTo(place);
        });
    }

    @Override
    public void switchLog() {
        fixture.oracle().switchLog();
    }

    /** Something is committed behind the switch, so that a reader can be behind it. */
    @Override
    public Runnable endLog() {
        fixture.oracle().switchLog();
        try (OracleTransaction transaction = fixture.oracle().begin()) {
            transaction.insert("HR", "PULSE", List.of(List.of("1")));
            transaction.commit();
        }
        return fixture.oracle()::deleteArchivedLogs;
    }

    @Override
    public void close() {
        fixture.close();
    }
}
