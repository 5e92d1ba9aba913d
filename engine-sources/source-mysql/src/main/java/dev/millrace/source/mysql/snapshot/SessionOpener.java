package dev.millrace.source.mysql.snapshot;

/** Opens sessions, each with a consistent snapshot of its own and the places in the log that bound it. */
interface SessionOpener {

    SnapshotSession open();

    /** Opens a session in the way that gives the narrowest bounds, if that is another way. */
    default SnapshotSession openNarrow() {
        return open();
    }
}
