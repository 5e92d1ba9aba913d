package dev.millrace.sink.jdbc;

/** The tables in the control schema. */
public enum ControlTable {
    /**
     * One row per task: {@code task} (key, up to 255 characters), {@code fence}, {@code checkpoint} (null until the task has begun),
     * and of the checkpoint {@code commit_time} in microseconds since 1970 and {@code changes}, the number of row events read up to there.
     */
    TASK("millrace_task"),
    /**
     * One row per chunk of a full load: {@code task}, {@code source_schema}, {@code source_table}, {@code chunk} (together the key),
     * {@code bounds}, {@code estimated_rows}, {@code chunk_name}, and once it is done {@code row_count}, {@code low_position},
     * {@code high_position}. Chunk -1 only says that the table was planned.
     */
    LOAD_CHUNK("millrace_load_chunk"),
    /**
     * One row per batch that was committed ahead of an earlier one, until the checkpoint covers it: {@code task}, {@code number} (together the
     * key), {@code from_position} (exclusive) and {@code to_position} (inclusive). Empty unless {@code CommitMode} is {@code relaxed}.
     */
    APPLIED_RANGE("millrace_applied_range"),
    /** DMS's own {@code awsdms_txn_state}, with DMS's columns in DMS's case (dms-reference §3). */
    TXN_STATE("awsdms_txn_state"),
    /** DMS's own {@code awsdms_apply_exceptions}: what the target refused, for people. */
    APPLY_EXCEPTIONS("awsdms_apply_exceptions"),
    /**
     * One row per refused change that is left out: {@code id} (key, counted by the target), {@code task}, {@code source_schema}, {@code
     * source_table}, {@code kind}, {@code position}, {@code key_image}, {@code before_image} and {@code after_image} (JSON), {@code
     * error_code}, {@code sql_state}, {@code message}, {@code attempts}, {@code refused_at} (UTC).
     */
    REFUSED_CHANGE("millrace_refused_change"),
    /** DMS's own {@code awsdms_suspended_tables}, under source names. The engine reads it, too: it is always made. */
    SUSPENDED_TABLES("awsdms_suspended_tables");

    private final String tableName;

    ControlTable(String tableName) {
        this.tableName = tableName;
    }

    public String tableName() {
        return tableName;
    }
}
