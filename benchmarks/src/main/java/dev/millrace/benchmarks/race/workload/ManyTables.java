package dev.millrace.benchmarks.race.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * The changes of {@link ScatteredChanges} spread over many tables: a transaction holds twenty rows of each of ten tables, and all
 * tables have their turn before the first has its next one.
 */
final class ManyTables implements Workload {
    private static final int TABLES = 2000;
    private static final int TABLES_OF_TRANSACTION = 10;
    private static final int ROWS_OF_TABLE = 20;
    private static final int SMALLEST = TABLES_OF_TRANSACTION * ROWS_OF_TABLE * 10;

    private final List<ScatteredChanges> parts = new ArrayList<>();

    /** A trial of few changes has fewer tables. */
    ManyTables(Dialect dialect, long changes) {
        long tables = Math.max(1, Math.min(TABLES, changes / SMALLEST * TABLES_OF_TRANSACTION));
        for (int i = 1; i <= tables; i++) {
            parts.add(new ScatteredChanges(dialect, new Orders("orders_" + i), changes / tables, ROWS_OF_TABLE, false));
        }
    }

    @Override
    public String describe() {
        return parts.size() + " tables; transactions of " + ROWS_OF_TABLE + " rows in each of " + TABLES_OF_TRANSACTION
                + " tables: 50 % inserts, 30 % updates, 20 % deletes";
    }

    @Override
    public List<Table> tables() {
        return parts.stream().flatMap(part -> part.tables().stream()).toList();
    }

    @Override
    public List<String> tools() {
        return Numbers.statements();
    }

    @Override
    public List<String> rowsBefore() {
        return parts.stream().flatMap(part -> part.rowsBefore().stream()).toList();
    }

    @Override
    public long changes() {
        return parts.stream().mapToLong(Workload::changes).sum();
    }

    @Override
    public List<String> backlog() {
        List<List<String>> statements =
                parts.stream().map(ScatteredChanges::backlog).toList();
        List<String> backlog = new ArrayList<>();
        for (int lap = 0; lap < statements.get(0).size(); lap++) {
            for (int table = 0; table < statements.size(); table++) {
                if (table % TABLES_OF_TRANSACTION == 0) {
                    backlog.add("BEGIN");
                }
                backlog.add(statements.get(table).get(lap));
                if (table % TABLES_OF_TRANSACTION == TABLES_OF_TRANSACTION - 1 || table == statements.size() - 1) {
                    backlog.add("COMMIT");
                }
            }
        }
        return backlog;
    }
}
