package dev.millrace.config;

/** What order readers of the target see (law 6). */
public enum CommitMode {
    /** A prefix of the source's commit order. */
    ORDERED,
    /** Per-key order, and the same final state. */
    RELAXED
}
