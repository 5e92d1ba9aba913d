package dev.millrace.source.mysql.snapshot;

import dev.millrace.model.TableId;
import java.util.List;

/**
 * Opens sessions, each with a consistent snapshot of its own. Those that are opened together have the same bounds in the log, and where these are
 * exact for a table they show the same of it.
 */
interface SessionOpener {

    /** Whether the server tells the place of a snapshot, so that a single one is always exact. */
    default boolean tellsPlaces() {
        return false;
    }

    /** @param count how many, at least one */
    List<SnapshotSession> open(int count);

    /** Opens sessions in the way that gives the narrowest bounds, if that is another way. */
    default List<SnapshotSession> openNarrow(int count) {
        return open(count);
    }

    /**
     * Opens sessions while nobody writes to a table, so that they are exact for that table.
     *
     * @return empty if the table could not be locked in time
     */
    List<SnapshotSession> openLocked(TableId table, TableLocks.Strength strength, int count);
}
