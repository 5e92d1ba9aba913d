package dev.millrace.task;

/** Why a task ended; DMS's names. */
public enum StopReason {
    NORMAL,
    RECOVERABLE_ERROR,
    FATAL_ERROR,
    FULL_LOAD_ONLY_FINISHED,
    STOPPED_AFTER_FULL_LOAD,
    STOPPED_AFTER_CACHED_EVENTS,
    STOPPED_AT_SERVER_TIME,
    STOPPED_AT_COMMIT_TIME
}
