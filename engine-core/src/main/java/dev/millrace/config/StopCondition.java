package dev.millrace.config;

/** When a task ends by itself. */
public enum StopCondition {
    /** When its migration type is through with its work: a full load ends, change capture goes on until stopped. */
    NONE,
    /** When all tables are loaded. */
    LOADED,
    /** When everything that was committed on the source before the start, and during the load, is durable on the target. */
    CAUGHT_UP
}
