package dev.millrace.benchmarks.race.workload;

import java.util.List;

/**
 * Tables of the schema {@code race}, the rows that are in them from the beginning, and a backlog of changes. All of it is the same at
 * each run, so that a source and any number of targets can be filled alike.
 */
public interface Workload {
    /** What a reader of the result has to know about the changes. */
    String describe();

    /** In the order in which they can be made and filled. */
    List<Table> tables();

    /** Helpers in the schema {@code race_work}, which is not replicated: tables and procedures that rows and changes are made with. */
    List<String> tools();

    /** Fills the tables; needs the tools. */
    List<String> rowsBefore();

    /** How many rows the backlog changes. */
    long changes();

    /** Makes the changes; a statement is a transaction of its own, unless one of them begins one. */
    List<String> backlog();
}
