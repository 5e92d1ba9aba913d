package dev.millrace.sink.jdbc;

import dev.millrace.model.TableId;

/**
 * The control tables of one task and the statements on them. Every statement takes the task's name where the comment says so; none is
 * specific to an engine.
 */
public final class ControlTables {
    /** What {@code SERVER_NAME} of {@code awsdms_txn_state} says: there is no replication instance. */
    public static final String SERVER_NAME = "millrace";

    private static final int DMS_TASK_NAME_LENGTH = 128;
    private static final int DMS_CHECKPOINT_LENGTH = 1024;

    private final SqlDialect dialect;
    private final String schema;
    private final String taskName;

    /**
     * Names the tables.
     *
     * @param controlSchema {@code ControlSchema}; empty for the dialect's default
     */
    public ControlTables(SqlDialect dialect, String controlSchema, String taskName) {
        this.dialect = dialect;
        this.schema = controlSchema.isEmpty() ? dialect.defaultControlSchema() : controlSchema;
        this.taskName = taskName;
    }

    public TableId id(ControlTable control) {
        return new TableId(schema, control.tableName());
    }

    /** The task as the engine's own tables name it. */
    public String taskName() {
        return taskName;
    }

    /** The task as DMS's tables name it: cut to their width (dms-reference §13, item 19). */
    public String dmsTaskName() {
        return taskName.length() <= DMS_TASK_NAME_LENGTH ? taskName : taskName.substring(0, DMS_TASK_NAME_LENGTH);
    }

    /**
     * The checkpoint as {@code awsdms_txn_state} shows it: marked as ours, so that nobody feeds it to DMS (item 25), and cut to the
     * column's width, since it only informs; what the engine resumes from is in {@link ControlTable#TASK}.
     */
    public static String dmsCheckpoint(String position) {
        String text = "millrace:1:" + position;
        return text.length() <= DMS_CHECKPOINT_LENGTH ? text : text.substring(0, DMS_CHECKPOINT_LENGTH);
    }

    /** Parameters: task. */
    String raiseFence() {
        return "UPDATE " + task() + " SET " + column("fence") + " = " + column("fence") + " + 1 WHERE " + column("task")
                + " = ?";
    }

    /** Parameters: task. */
    String insertTask() {
        return "INSERT INTO " + task() + " (" + column("task") + ", " + column("fence") + ") VALUES (?, 1)";
    }

    /** Parameters: task. Columns: fence, checkpoint, commit_time, changes. */
    String selectTask() {
        return "SELECT " + column("fence") + ", " + column("checkpoint") + ", " + column("commit_time") + ", "
                + column("changes") + " FROM " + task() + " WHERE " + column("task") + " = ?";
    }

    /** Parameters: task. Columns as {@link #selectTask}; nobody else holds the fence or takes it until the transaction ends. */
    String lockTask() {
        return selectTask() + " FOR UPDATE";
    }

    /** Parameters: task, fence. Finds one row, and keeps it, as long as no later instance has taken the task over. */
    public String holdFence() {
        return "SELECT 1 FROM " + task() + " WHERE " + column("task") + " = ? AND " + column("fence") + " = ? "
                + dialect.shareLock();
    }

    /** Parameters: checkpoint, commit time in microseconds, changes, task, fence. Hits one row, or the task was taken over. */
    public String moveCheckpoint() {
        return "UPDATE " + task() + " SET " + column("checkpoint") + " = ?, " + column("commit_time") + " = ?, "
                + column("changes") + " = ? WHERE " + column("task") + " = ? AND " + column("fence") + " = ?";
    }

    /** Parameters: task, number, from, to. */
    public String insertRange() {
        return "INSERT INTO " + appliedRange() + " (" + column("task") + ", " + column("number") + ", "
                + column("from_position") + ", " + column("to_position") + ") VALUES (?, ?, ?, ?)";
    }

    /** Parameters: task, number. */
    String deleteRange() {
        return deleteRanges() + " AND " + column("number") + " = ?";
    }

    /** Parameters: task. All of them, unless more of a condition follows. */
    public String deleteRanges() {
        return "DELETE FROM " + appliedRange() + " WHERE " + column("task") + " = ?";
    }

    /** Parameters: task. Columns: number, from, to. */
    String selectRanges() {
        return "SELECT " + column("number") + ", " + column("from_position") + ", " + column("to_position") + " FROM "
                + appliedRange() + " WHERE " + column("task") + " = ?";
    }

    /** Parameters: task. */
    String deleteTxnState() {
        return "DELETE FROM " + txnState() + txnStateRow();
    }

    /** Parameters: server name, task cut to 128, state time, checkpoint cut to 1024. */
    String insertTxnState() {
        return "INSERT INTO " + txnState() + " (" + column("SERVER_NAME") + ", " + column("TASK_NAME") + ", "
                + column("STATE_TIME") + ", " + column("CHECKPOINT") + ") VALUES (?, ?, ?, ?)";
    }

    /** Parameters: state time, checkpoint cut to 1024, server name, task cut to 128. */
    public String updateTxnState() {
        return "UPDATE " + txnState() + " SET " + column("STATE_TIME") + " = ?, " + column("CHECKPOINT") + " = ?"
                + txnStateRow();
    }

    /** Parameters: task. No chunk is done any more. */
    String unmarkChunks() {
        return "UPDATE " + loadChunk() + " SET " + column("row_count") + " = NULL, " + column("low_position")
                + " = NULL, " + column("high_position") + " = NULL WHERE " + column("task") + " = ?";
    }

    /** Parameters: task. */
    String deleteTask() {
        return "DELETE FROM " + task() + " WHERE " + column("task") + " = ?";
    }

    /** Parameters: task. */
    String deleteChunks() {
        return "DELETE FROM " + loadChunk() + " WHERE " + column("task") + " = ?";
    }

    /** Parameters: task, source schema, source table. */
    String deleteTableChunks() {
        return deleteChunks() + " AND " + column("source_schema") + " = ? AND " + column("source_table") + " = ?";
    }

    /** Parameters: task, source schema, source table, chunk, bounds, estimated rows, name. */
    String insertChunk() {
        return "INSERT INTO " + loadChunk() + " (" + column("task") + ", " + column("source_schema") + ", "
                + column("source_table") + ", " + column("chunk") + ", " + column("bounds") + ", "
                + column("estimated_rows") + ", " + column("chunk_name") + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
    }

    /** Parameters: rows, low, high, task, source schema, source table, chunk. Hits one row, or the chunk is done already. */
    public String markChunkDone() {
        return "UPDATE " + loadChunk() + " SET " + column("row_count") + " = ?, " + column("low_position") + " = ?, "
                + column("high_position") + " = ? WHERE " + column("task") + " = ? AND " + column("source_schema")
                + " = ? AND " + column("source_table") + " = ? AND " + column("chunk") + " = ? AND "
                + column("row_count") + " IS NULL";
    }

    /** Parameters: task. Columns as in {@link ControlTable#LOAD_CHUNK}, without the task, by table and chunk. */
    String selectChunks() {
        return "SELECT " + column("source_schema") + ", " + column("source_table") + ", " + column("chunk") + ", "
                + column("bounds") + ", " + column("estimated_rows") + ", " + column("chunk_name") + ", "
                + column("row_count") + ", " + column("low_position") + ", " + column("high_position") + " FROM "
                + loadChunk() + " WHERE " + column("task") + " = ? ORDER BY 1, 2, 3";
    }

    /** Parameters: task cut to 128, table's schema, table, time, statement, error. */
    String insertException() {
        return "INSERT INTO " + dialect.table(id(ControlTable.APPLY_EXCEPTIONS)) + " (" + column("TASK_NAME") + ", "
                + column("TABLE_OWNER") + ", " + column("TABLE_NAME") + ", " + column("ERROR_TIME") + ", "
                + column("STATEMENT") + ", " + column("ERROR") + ") VALUES (?, ?, ?, ?, ?, ?)";
    }

    /** Parameters: all columns of {@link ControlTable#REFUSED_CHANGE} in its order, without {@code id} and {@code attempts}. */
    String insertRefusedChange() {
        return "INSERT INTO " + refusedChange() + " (" + column("task") + ", " + column("source_schema") + ", "
                + column("source_table") + ", " + column("kind") + ", " + column("position") + ", "
                + column("key_image") + ", " + column("before_image") + ", " + column("after_image") + ", "
                + column("error_code") + ", " + column("sql_state") + ", " + column("message") + ", "
                + column("refused_at") + ", " + column("attempts") + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
    }

    /** Parameters: task, number. Columns: all of {@link ControlTable#REFUSED_CHANGE} but the task and the SQLState, by number. */
    String selectRefusedChanges() {
        return "SELECT " + column("id") + ", " + column("source_schema") + ", " + column("source_table") + ", "
                + column("kind") + ", " + column("position") + ", " + column("key_image") + ", "
                + column("before_image") + ", " + column("after_image") + ", " + column("error_code") + ", "
                + column("message") + ", " + column("attempts") + ", " + column("refused_at") + " FROM "
                + refusedChange() + " WHERE " + column("task") + " = ? AND " + column("id") + " > ? ORDER BY "
                + column("id");
    }

    /** Parameters: error code, message, task, number. */
    String refusedAgain() {
        return "UPDATE " + refusedChange() + " SET " + column("attempts") + " = " + column("attempts") + " + 1, "
                + column("error_code") + " = ?, " + column("message") + " = ?" + refusedRow();
    }

    /** Parameters: task, number. */
    String deleteRefusedChange() {
        return "DELETE FROM " + refusedChange() + refusedRow();
    }

    private String refusedRow() {
        return " WHERE " + column("task") + " = ? AND " + column("id") + " = ?";
    }

    /** Parameters: server name, task cut to 128, source schema, source table, reason, time. */
    String insertSuspendedTable() {
        return "INSERT INTO " + suspendedTables() + " (" + column("server_name") + ", " + column("task_name") + ", "
                + column("table_owner") + ", " + column("table_name") + ", " + column("suspend_reason") + ", "
                + column("suspend_timestamp") + ") VALUES (?, ?, ?, ?, ?, ?)";
    }

    /** Parameters: server name, task cut to 128, source schema, source table. */
    String deleteSuspendedTable() {
        return deleteSuspendedTables() + " AND " + column("table_owner") + " = ? AND " + column("table_name") + " = ?";
    }

    /** Parameters: server name, task cut to 128. */
    String deleteSuspendedTables() {
        return "DELETE FROM " + suspendedTables() + suspendedTask();
    }

    /** Parameters: server name, task cut to 128. Columns: source schema, source table. */
    String selectSuspendedTables() {
        return "SELECT " + column("table_owner") + ", " + column("table_name") + " FROM " + suspendedTables()
                + suspendedTask();
    }

    private String suspendedTask() {
        return " WHERE " + column("server_name") + " = ? AND " + column("task_name") + " = ?";
    }

    private String suspendedTables() {
        return dialect.table(id(ControlTable.SUSPENDED_TABLES));
    }

    private String refusedChange() {
        return dialect.table(id(ControlTable.REFUSED_CHANGE));
    }

    private String txnStateRow() {
        return " WHERE " + column("SERVER_NAME") + " = ? AND " + column("TASK_NAME") + " = ?";
    }

    private String task() {
        return dialect.table(id(ControlTable.TASK));
    }

    private String loadChunk() {
        return dialect.table(id(ControlTable.LOAD_CHUNK));
    }

    private String appliedRange() {
        return dialect.table(id(ControlTable.APPLIED_RANGE));
    }

    private String txnState() {
        return dialect.table(id(ControlTable.TXN_STATE));
    }

    private String column(String name) {
        return dialect.quote(name);
    }
}
