package dev.millrace.benchmarks.race.workload;

import java.util.ArrayList;
import java.util.List;

/** Updates of the same thousand rows again and again, one a transaction, in no order. A procedure makes them. */
final class HotKeys implements Workload {
    private final Dialect dialect;
    private final long changes;

    HotKeys(Dialect dialect, long changes) {
        this.dialect = dialect;
        this.changes = changes;
    }

    @Override
    public String describe() {
        return "transactions of one update, of " + Numbers.COUNT + " rows";
    }

    @Override
    public List<Table> tables() {
        return List.of(Table.of(
                "counters",
                "id bigint NOT NULL PRIMARY KEY",
                "name varchar(40) NOT NULL",
                "hits bigint NOT NULL",
                "touched timestamp NOT NULL"));
    }

    @Override
    public List<String> tools() {
        List<String> tools = new ArrayList<>(Numbers.statements());
        tools.add(dialect.procedure(
                "hits",
                "UPDATE race.counters SET hits = hits + 1, touched = " + dialect.secondsLater("lap") + " WHERE id = ("
                        + dialect.quotient("chance", "128") + ") % " + Numbers.COUNT + ";"));
        return tools;
    }

    @Override
    public List<String> rowsBefore() {
        return List.of("INSERT INTO race.counters SELECT n, concat('counter number ', n), 0, "
                + dialect.secondsLater("n") + " FROM race_work.numbers");
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public List<String> backlog() {
        return List.of("CALL race_work.hits(" + changes + ")");
    }
}
