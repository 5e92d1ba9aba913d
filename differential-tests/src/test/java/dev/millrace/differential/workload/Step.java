package dev.millrace.differential.workload;

/**
 * One statement of a workload.
 *
 * @param session which of the workload's connections runs it
 * @param sql a change, or {@code COMMIT}, {@code ROLLBACK} and what concerns savepoints
 */
public record Step(int session, String sql) {
    public static final String COMMIT = "COMMIT";
    public static final String ROLLBACK = "ROLLBACK";
}
