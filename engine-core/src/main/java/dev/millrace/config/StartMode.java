package dev.millrace.config;

/** What a start makes of what the target remembers of the task. */
public enum StartMode {
    /** Goes on from the checkpoint if there is one, else begins: what a service wants that is restarted with its JVM. */
    AUTOMATIC,
    /** Goes on from the checkpoint, and fails if there is none; DMS's {@code resume-processing}. */
    RESUME,
    /** Forgets the checkpoint, loads every table again and captures from there; DMS's {@code reload-target}. */
    RELOAD
}
