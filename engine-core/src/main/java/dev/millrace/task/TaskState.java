package dev.millrace.task;

/** Where a task is in its life; DMS's task status, lower case in output. */
public enum TaskState {
    READY,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED
}
