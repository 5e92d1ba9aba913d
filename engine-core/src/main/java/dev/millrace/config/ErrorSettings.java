package dev.millrace.config;

import static java.util.Objects.requireNonNull;

/**
 * What happens to what the target refuses: DMS's {@code ErrorBehavior} without its {@code RecoverableError*} keys, which are in {@link
 * RetrySettings} (dms-reference §1.7).
 *
 * @param data {@code DataErrorPolicy}: the target refuses a value
 * @param truncation {@code DataTruncationErrorPolicy}: the target would have to cut a value
 * @param dataEscalation {@code DataErrorEscalationPolicy} and its count, for both of them
 * @param table {@code TableErrorPolicy}: the target table itself is not what the changes need
 * @param tableErrors {@code TableErrorEscalationCount}: the table error at which the task stops; 0 for never
 * @param delete {@code ApplyErrorDeletePolicy}: a deleted row is not on the target
 * @param insert {@code ApplyErrorInsertPolicy}: an inserted row violates a constraint, mostly because it is there
 * @param update {@code ApplyErrorUpdatePolicy}: an updated row is not on the target, or violates a constraint
 * @param applyEscalation {@code ApplyErrorEscalationPolicy} and its count, for these three
 * @param failOnTruncate {@code ApplyErrorFailOnTruncationDdl}
 */
public record ErrorSettings(
        ErrorPolicy data,
        ErrorPolicy truncation,
        Escalation dataEscalation,
        ErrorPolicy table,
        int tableErrors,
        ErrorPolicy delete,
        ErrorPolicy insert,
        ErrorPolicy update,
        Escalation applyEscalation,
        boolean failOnTruncate) {

    /** DMS's defaults. */
    public static final ErrorSettings DEFAULT = new ErrorSettings(
            ErrorPolicy.LOG_ERROR,
            ErrorPolicy.LOG_ERROR,
            new Escalation(ErrorPolicy.SUSPEND_TABLE, 0),
            ErrorPolicy.SUSPEND_TABLE,
            0,
            ErrorPolicy.IGNORE_RECORD,
            ErrorPolicy.LOG_ERROR,
            ErrorPolicy.LOG_ERROR,
            new Escalation(ErrorPolicy.LOG_ERROR, 0),
            false);

    /** The task stops at the first thing that the target refuses. */
    public static final ErrorSettings STOP_ALWAYS = new ErrorSettings(
            ErrorPolicy.STOP_TASK,
            ErrorPolicy.STOP_TASK,
            new Escalation(ErrorPolicy.STOP_TASK, 0),
            ErrorPolicy.STOP_TASK,
            0,
            ErrorPolicy.STOP_TASK,
            ErrorPolicy.STOP_TASK,
            ErrorPolicy.STOP_TASK,
            new Escalation(ErrorPolicy.STOP_TASK, 0),
            true);

    public ErrorSettings {
        requireNonNull(data, "data is null");
        requireNonNull(truncation, "truncation is null");
        requireNonNull(dataEscalation, "dataEscalation is null");
        requireNonNull(table, "table is null");
        requireNonNull(delete, "delete is null");
        requireNonNull(insert, "insert is null");
        requireNonNull(update, "update is null");
        requireNonNull(applyEscalation, "applyEscalation is null");
    }
}
