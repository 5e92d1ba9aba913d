package dev.millrace.benchmarks.race.workload;

import java.util.Locale;

/** The workloads there are, each with the number of changes that its results are quoted for. */
public enum WorkloadName {
    BULK(1_600_000) {
        @Override
        public Workload make(Dialect dialect, long changes, boolean everyTableHasKey) {
            return ScatteredChanges.toOrders(dialect, changes);
        }
    },
    OLTP(800_000) {
        @Override
        public Workload make(Dialect dialect, long changes, boolean everyTableHasKey) {
            return new BankTransactions(dialect, changes, everyTableHasKey);
        }
    },
    HOT(500_000) {
        @Override
        public Workload make(Dialect dialect, long changes, boolean everyTableHasKey) {
            return new HotKeys(dialect, changes);
        }
    },
    WIDE(400_000) {
        @Override
        public Workload make(Dialect dialect, long changes, boolean everyTableHasKey) {
            return new ScatteredChanges(dialect, new WideRows(), changes, 100, false);
        }
    },
    FOREIGN_KEYS(800_000) {
        @Override
        public Workload make(Dialect dialect, long changes, boolean everyTableHasKey) {
            return new Families(dialect, changes);
        }
    },
    MANY_TABLES(800_000) {
        @Override
        public Workload make(Dialect dialect, long changes, boolean everyTableHasKey) {
            return new ManyTables(dialect, changes);
        }
    },
    HUGE(1_000_000) {
        @Override
        public Workload make(Dialect dialect, long changes, boolean everyTableHasKey) {
            return new ScatteredChanges(dialect, new Orders("orders"), changes, Numbers.COUNT, true);
        }
    };

    private final long quotedChanges;

    WorkloadName(long quotedChanges) {
        this.quotedChanges = quotedChanges;
    }

    /**
     * Makes it for one family.
     *
     * @param changes how many rows to change; the workload may round that
     * @param everyTableHasKey for peers that can't do without a primary key
     */
    public abstract Workload make(Dialect dialect, long changes, boolean everyTableHasKey);

    /** How many rows the published result changes. */
    public long quotedChanges() {
        return quotedChanges;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
