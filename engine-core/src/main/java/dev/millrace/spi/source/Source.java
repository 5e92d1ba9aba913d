package dev.millrace.spi.source;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A database that is read: its catalogue, a consistent snapshot of its tables, and its change log.
 *
 * <p>The engine calls {@link #check}, {@link #tables}, then either {@link #openSnapshot} or {@link #beginCapture}, then
 * {@link #openReader}. All methods but {@link #currentPosition} are called by one thread at a time. Every method may throw
 * {@link dev.millrace.error.ReplicationException}; a {@code SOURCE_TRANSIENT} one means that the same call may succeed later.
 */
public interface Source extends AutoCloseable {

    EngineFamily family();

    /** The tables that {@code wanted} accepts, with keys, indexes and foreign keys, ordered by name. System schemas never show. */
    List<TableSchema> tables(Predicate<TableId> wanted);

    /**
     * Looks for everything that would keep this task from running: settings, grants, row identities, versions.
     *
     * @param capture whether changes will be captured too, or only a full load is wanted
     */
    List<Finding> check(List<TableSchema> tables, boolean capture);

    /**
     * Makes the log readable for this task from now on, without a snapshot: for tasks that only replicate changes.
     *
     * @return where the reader starts
     */
    SourcePosition beginCapture(List<TableSchema> tables, CaptureStart start);

    /**
     * Opens a consistent view of the tables. With {@code capture} the log is kept from the snapshot's
     * {@linkplain Snapshot#start() start} on; called again after an interrupted load, it leaves what was set up before in place
     * and the view is a newer one.
     */
    Snapshot openSnapshot(List<TableSchema> tables, boolean capture);

    /**
     * Whether a row belongs to this chunk as long as its identifying key stays the same, so that the chunks of one table may be
     * read under different snapshots. Chunks by key are stable, chunks by physical place are not; a table of such is loaded
     * anew after an interruption. False unless a source promises more.
     */
    default boolean isStable(Chunk chunk) {
        return false;
    }

    /**
     * Starts to read the log behind {@code from}.
     *
     * @throws dev.millrace.error.ReplicationException {@code SOURCE_SLOT_LOST}, {@code SOURCE_LOG_PURGED},
     *     {@code SOURCE_HISTORY_CHANGED} if the log can't be read from there without a gap: never a silent one
     */
    ChangeReader openReader(SourcePosition from, List<TableSchema> tables);

    /** The end of the log now. What was committed before this call is covered by the result. Thread-safe. */
    SourcePosition currentPosition();

    /** Reads back {@link SourcePosition#encode()}, and the engine's native forms that {@code CdcStartPosition} may hold. */
    SourcePosition parsePosition(String text);

    /**
     * What the task's capture is called on the server, for {@linkplain ReaderFactory another reader} of the log: its {@code slot} and its
     * {@code publication}, where the engine has such. Empty unless a source says otherwise.
     */
    default Map<String, String> captureNames() {
        return Map.of();
    }

    /** The server's major version, for {@linkplain ReaderFactory another reader} that can't read the log of each. Empty unless a source says otherwise. */
    default OptionalInt majorVersion() {
        return OptionalInt.empty();
    }

    /**
     * Waits, for some seconds at most, until the server has noticed that {@linkplain ReaderFactory another reader} of the task's log is gone.
     * Thread-safe. Returns at once unless the engine lets one reader only read the log of a task.
     */
    default void awaitRelease() {}

    /** Removes what {@link #beginCapture} and {@link #openSnapshot} set up on the server: slot, publication. Idempotent. */
    void endCapture();

    /** Ends within 10 s whatever the network does, and leaves no slot active (law 8). Idempotent. */
    @Override
    void close();
}
