package dev.millrace.benchmarks.race.workload;

/** One table's columns, and what changes write into them. */
interface RowShape {
    Table table();

    /**
     * The values of a row, as the columns of a query.
     *
     * @param id an expression, the row's number
     */
    String values(Dialect dialect, String id);

    /** The assignments of an update. */
    String update();
}
