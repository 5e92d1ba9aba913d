package dev.millrace.benchmarks.race.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Set-based changes to one table. Half as many rows as there will be changes are there from the beginning; the changes come in
 * statements of many rows, of every ten five inserts, three updates and two deletes. Updates and deletes hit rows scattered over the
 * table, each row once.
 */
public final class ScatteredChanges implements Workload {
    private static final String KINDS = "IUIDIUIUID";

    /** No factor of the numbers of rows in use, so that multiples of it scatter over them and hit none twice. */
    private static final int STRIDE = 7919;

    private final Dialect dialect;
    private final RowShape shape;
    private final int perStatement;
    private final boolean oneTransaction;
    private final long statements;
    private final long before;

    /**
     * @param perStatement rows, at most {@value Numbers#COUNT}
     * @param oneTransaction whether all statements are one transaction; else each is one
     */
    ScatteredChanges(Dialect dialect, RowShape shape, long changes, int perStatement, boolean oneTransaction) {
        this.dialect = dialect;
        this.shape = shape;
        this.perStatement = perStatement;
        this.oneTransaction = oneTransaction;
        this.statements = Math.max(1, Math.round(changes / (10.0 * perStatement))) * 10;
        this.before = changes() / 2;
    }

    /** Narrow rows in transactions of a thousand. */
    public static ScatteredChanges toOrders(Dialect dialect, long changes) {
        return new ScatteredChanges(dialect, new Orders("orders"), changes, Numbers.COUNT, false);
    }

    @Override
    public String describe() {
        return (oneTransaction ? "one transaction" : "transactions of " + perStatement + " rows")
                + ": 50 % inserts, 30 % updates, 20 % deletes";
    }

    @Override
    public List<Table> tables() {
        return List.of(shape.table());
    }

    @Override
    public List<String> tools() {
        return Numbers.statements();
    }

    @Override
    public List<String> rowsBefore() {
        return inserts(1, before);
    }

    @Override
    public long changes() {
        return statements * perStatement;
    }

    /** Statements that insert the rows {@code from} to {@code from + count - 1}. */
    public List<String> inserts(long from, long count) {
        List<String> inserts = new ArrayList<>();
        for (long done = 0; done < count; done += perStatement) {
            inserts.add(insert(from + done));
        }
        return inserts;
    }

    private String insert(long from) {
        return "INSERT INTO " + shape.table().qualifiedName() + " SELECT " + shape.values(dialect, "(" + from + " + n)")
                + " FROM race_work.numbers WHERE n < " + perStatement;
    }

    @Override
    public List<String> backlog() {
        List<String> backlog = new ArrayList<>();
        if (oneTransaction) {
            backlog.add("BEGIN");
        }
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        for (int i = 0; i < statements; i++) {
            switch (KINDS.charAt(i % KINDS.length())) {
                case 'I' -> {
                    backlog.add(insert(before + 1 + inserted));
                    inserted += perStatement;
                }
                case 'U' -> {
                    backlog.add("UPDATE " + shape.table().qualifiedName() + " SET " + shape.update() + " WHERE "
                            + scattered(updated));
                    updated += perStatement;
                }
                default -> {
                    backlog.add("DELETE FROM " + shape.table().qualifiedName() + " WHERE "
                            + scattered(before * 6 / 10 + deleted));
                    deleted += perStatement;
                }
            }
        }
        if (oneTransaction) {
            backlog.add("COMMIT");
        }
        return backlog;
    }

    private String scattered(long from) {
        return "id IN (SELECT 1 + (" + from + " + n) * " + STRIDE + " % " + before
                + " FROM race_work.numbers WHERE n < " + perStatement + ")";
    }
}
