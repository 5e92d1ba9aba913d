package dev.millrace.config;

/** What becomes of a change or a row that the target refuses; names as in DMS's {@code ErrorBehavior} (dms-reference §1.7). */
public enum ErrorPolicy {
    /** It is left out, and counted. */
    IGNORE_RECORD,
    /** It is left out, and recorded in the exceptions table. */
    LOG_ERROR,
    /** An insert whose row is there already replaces it. */
    INSERT_RECORD,
    /** An update whose row is missing inserts it, if the log carries the whole row. */
    UPDATE_RECORD,
    /** It is recorded, and its table gets no further change until it is reloaded. */
    SUSPEND_TABLE,
    /** The task stops. */
    STOP_TASK
}
