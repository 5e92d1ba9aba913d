package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.TableId;
import java.util.Optional;

/** Opens sessions, each with a consistent snapshot of its own and the places in the log that bound it. */
interface SessionOpener {

    SnapshotSession open();

    /** Opens a session in the way that gives the narrowest bounds, if that is another way. */
    default SnapshotSession openNarrow() {
        return open();
    }

    /**
     * Opens a session while nobody writes to a table, so that it is exact for that table.
     *
     * @return empty if the table could not be locked in time
     */
    default Optional<SnapshotSession> openLocked(TableId table, TableLocks.Strength strength) {
        return Optional.of(open());
    }
}
