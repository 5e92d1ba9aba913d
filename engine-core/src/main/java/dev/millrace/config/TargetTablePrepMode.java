package dev.millrace.config;

/** What happens to a target table that exists when its load begins; DMS's setting of the same name. */
public enum TargetTablePrepMode {
    /** Data and definition stay; a missing table is created. */
    DO_NOTHING,
    /** The table is dropped and created anew. */
    DROP_AND_CREATE,
    /** The table is emptied and keeps its definition. */
    TRUNCATE_BEFORE_LOAD
}
