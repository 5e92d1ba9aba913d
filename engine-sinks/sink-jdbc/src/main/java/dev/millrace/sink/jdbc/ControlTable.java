package dev.millrace.sink.jdbc;

/** The tables in the control schema that the engine needs to resume. */
public enum ControlTable {
    /**
     * One row per task: {@code task} (key, up to 255 characters), {@code fence}, {@code checkpoint} (null until the task has begun) and
     * {@code commit_time} in microseconds since 1970, both of the checkpoint.
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
    TXN_STATE("awsdms_txn_state");

    private final String tableName;

    ControlTable(String tableName) {
        this.tableName = tableName;
    }

    public String tableName() {
        return tableName;
    }
}
