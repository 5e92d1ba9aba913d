package dev.millrace.benchmarks.race.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * The transaction of {@code pgbench} (like TPC-B): three updates and one insert, each of one row, at its scale 10 for 200,000
 * transactions. A procedure makes them, one after the other, with a commit each. The table of the history has no key, as
 * {@code pgbench} has it; on MySQL it has one, because tables without one keep a replica from applying in parallel.
 */
final class BankTransactions implements Workload {
    private static final int ROWS_PER_TRANSACTION = 4;
    private static final int ACCOUNTS_PER_TRANSACTION = 5;
    private static final int TELLERS_PER_BRANCH = 10;
    private static final int TRANSACTIONS_PER_BRANCH = 20_000;

    private final Dialect dialect;
    private final boolean keyedHistory;
    private final long transactions;
    private final long branches;
    private final long accounts;

    BankTransactions(Dialect dialect, long changes, boolean keyedHistory) {
        this.dialect = dialect;
        this.keyedHistory = keyedHistory;
        this.transactions = Math.max(1, changes / ROWS_PER_TRANSACTION);
        this.branches = Math.max(1, transactions / TRANSACTIONS_PER_BRANCH);
        this.accounts = Math.max(1, transactions * ACCOUNTS_PER_TRANSACTION / Numbers.COUNT) * Numbers.COUNT;
    }

    @Override
    public String describe() {
        return "transactions of pgbench (TPC-B): 3 updates and 1 insert of one row each; " + branches + " branches, "
                + accounts + " accounts, history "
                + (keyedHistory ? "with a primary key" : "without a key (replica identity FULL)");
    }

    @Override
    public List<Table> tables() {
        Table history = keyedHistory
                ? Table.of("pgbench_history", columnsOfHistory("id bigint NOT NULL PRIMARY KEY"))
                : Table.of("pgbench_history", columnsOfHistory());
        return List.of(
                Table.of("pgbench_branches", "bid integer NOT NULL PRIMARY KEY", "bbalance integer", "filler char(88)"),
                Table.of(
                        "pgbench_tellers",
                        "tid integer NOT NULL PRIMARY KEY",
                        "bid integer",
                        "tbalance integer",
                        "filler char(84)"),
                Table.of(
                        "pgbench_accounts",
                        "aid integer NOT NULL PRIMARY KEY",
                        "bid integer",
                        "abalance integer",
                        "filler char(84)"),
                history);
    }

    private static String[] columnsOfHistory(String... key) {
        List<String> columns = new ArrayList<>(List.of(key));
        columns.addAll(List.of(
                "tid integer", "bid integer", "aid integer", "delta integer", "mtime timestamp", "filler char(22)"));
        return columns.toArray(String[]::new);
    }

    @Override
    public List<String> tools() {
        List<String> tools = new ArrayList<>(Numbers.statements());
        String account = "1 + (" + dialect.quotient("chance", "16") + ") % " + accounts;
        String teller = "1 + (" + dialect.quotient("chance", "128") + ") % " + branches * TELLERS_PER_BRANCH;
        String branch = "1 + (" + dialect.quotient("chance", "2048") + ") % " + branches;
        String delta = "chance % 10001 - 5000";
        tools.add(dialect.procedure(
                "bank",
                String.join(
                        "\n",
                        "UPDATE race.pgbench_accounts SET abalance = abalance + " + delta + " WHERE aid = " + account
                                + ";",
                        "UPDATE race.pgbench_tellers SET tbalance = tbalance + " + delta + " WHERE tid = " + teller
                                + ";",
                        "UPDATE race.pgbench_branches SET bbalance = bbalance + " + delta + " WHERE bid = " + branch
                                + ";",
                        "INSERT INTO race.pgbench_history (" + (keyedHistory ? "id, " : "")
                                + "tid, bid, aid, delta, mtime) VALUES (" + (keyedHistory ? "lap, " : "") + teller
                                + ", " + branch + ", " + account + ", " + delta + ", " + dialect.secondsLater("lap")
                                + ");")));
        return tools;
    }

    @Override
    public List<String> rowsBefore() {
        List<String> statements = new ArrayList<>();
        if (!keyedHistory && dialect == Dialect.POSTGRES) {
            // the engine wants to be sure that it could find rows again; the table has inserts only, so its log stays
            // the same
            statements.add("ALTER TABLE race.pgbench_history REPLICA IDENTITY FULL");
        }
        statements.add(
                "INSERT INTO race.pgbench_branches SELECT 1 + n, 0, NULL FROM race_work.numbers WHERE n < " + branches);
        statements.add("INSERT INTO race.pgbench_tellers SELECT 1 + n, 1 + n % " + branches
                + ", 0, NULL FROM race_work.numbers WHERE n < " + branches * TELLERS_PER_BRANCH);
        for (long from = 1; from <= accounts; from += Numbers.COUNT) {
            statements.add("INSERT INTO race.pgbench_accounts SELECT " + from + " + n, 1 + (" + from + " + n) % "
                    + branches + ", 0, '' FROM race_work.numbers");
        }
        return statements;
    }

    @Override
    public long changes() {
        return transactions * ROWS_PER_TRANSACTION;
    }

    @Override
    public List<String> backlog() {
        return List.of("CALL race_work.bank(" + transactions + ")");
    }
}
