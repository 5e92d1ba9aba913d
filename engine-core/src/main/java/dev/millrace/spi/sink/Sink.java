package dev.millrace.spi.sink;

import dev.millrace.model.EngineFamily;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.Finding;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place that is written: tables, bulk load, transactional apply, and the task's own state beside the data.
 *
 * <p>Schemas given to a sink are <em>wanted</em> schemas: the source's columns under their target names, still in the words of the
 * source's {@link EngineFamily}. A sink of the same family takes types word for word, another one maps them.
 *
 * <p>{@link #openLoadWriter} and {@link #openChangeWriter} may be called by any thread; each writer then belongs to one thread.
 * The other methods are called by one thread at a time. Every method may throw
 * {@link dev.millrace.error.ReplicationException}.
 */
public interface Sink extends AutoCloseable {

    /** What becomes of changes between two commits. */
    enum ApplyStyle {
        /** They are one transaction, by a {@link ChangeWriter}: nothing shows before its commit, and all of it can be taken back. */
        TRANSACTIONAL,
        /**
         * They show as they are applied, by a {@link ChangeWriter}, and are not taken back: {@code rollback} forgets only what is to be written
         * down. Applied once more, or after later ones of the same rows, they change nothing: the writer keeps
         * with each row the {@linkplain ChangeSet#sequences number} of its last change. So a batch that was not committed is applied again.
         */
        REPEATABLE,
        /**
         * They are added, one by one and in log order, to a record of the log, by a {@link ChangeLogWriter}. The target's tables have no
         * definition of their own that the engine would have to compare; a table whose load was interrupted is loaded anew.
         */
        LOG
    }

    EngineFamily family();

    /** How this sink takes changes; {@link ApplyStyle#TRANSACTIONAL} unless it says otherwise. Never changes. */
    default ApplyStyle applyStyle() {
        return ApplyStyle.TRANSACTIONAL;
    }

    /**
     * Rows of a chunk that no rule asks for: seconds of work to repeat after a crash, and enough chunks to share out. A target that makes a
     * file of each chunk may want more; default 250,000.
     */
    default long chunkRows() {
        return 250_000;
    }

    /** Looks for what would keep this task from running: settings, grants, types that the target can't hold. */
    List<Finding> check(List<TableSchema> wanted);

    /**
     * Looks at target tables that are there already, and that the task will neither drop nor alter, for what would keep rows of the wanted
     * schemas out or change them: columns that are missing, that must be given a value and have none, whose type would change values
     * in silence. Tables that are not there are left out. A target without shapes of its own has nothing to tell.
     */
    default List<Finding> checkPresent(List<TableSchema> wanted) {
        return List.of();
    }

    /** The table as the target has it now, in the target's own words; empty if there is none. */
    Optional<TableSchema> describe(TableId table);

    /**
     * Those of these tables that are there, as {@link #describe(TableId)} tells them. A sink that can ask for many at once should: a task
     * may have thousands, and asks several times. By default they are asked for one by one.
     */
    default Map<TableId, TableSchema> describe(Collection<TableId> tables) {
        Map<TableId, TableSchema> found = new LinkedHashMap<>();
        tables.forEach(table -> describe(table).ifPresent(schema -> found.put(table, schema)));
        return found;
    }

    /**
     * Makes the table, and its schema if missing, with its columns and its primary key. What slows a load down (secondary
     * indexes, unique keys, foreign keys) or would answer back during it (identity, generated columns as far as the target
     * generates them itself) waits for {@link #completeTables}.
     */
    void createTable(TableSchema wanted);

    void truncateTable(TableId table);

    /** Does nothing if there is no such table. */
    void dropTable(TableId table);

    /** Makes the table able to hold rows of {@code wanted}, which it could hold as of {@code known}: adds, drops and widens columns. */
    void alterTable(TableSchema known, TableSchema wanted);

    /**
     * Adds what {@link #createTable} left out: secondary indexes and unique keys, then foreign keys among tables that all exist,
     * defaults, identity set behind the largest value. Idempotent: what is there already is left alone.
     */
    List<Finding> completeTables(List<TableSchema> wanted);

    /** Where this task keeps its fence, its checkpoint and the progress of its load. */
    TaskStore taskStore();

    /** A writer for the rows of one table, whose target exists. */
    LoadWriter openLoadWriter(TableSchema wanted, Fence fence);

    /** A writer for changes of any table. Called unless the style is {@link ApplyStyle#LOG}. */
    default ChangeWriter openChangeWriter(Fence fence) {
        throw new UnsupportedOperationException("changes are logged, not applied");
    }

    /** A writer for changes of all tables; one is open at a time. Called only if the style is {@link ApplyStyle#LOG}. */
    default ChangeLogWriter openChangeLog(Fence fence) {
        throw new UnsupportedOperationException("changes are applied, not logged");
    }

    /**
     * Whether a change writer can commit a batch while an earlier one is still being applied, see {@link ChangeWriter#commitAhead}. Without
     * it, {@code CommitMode} {@code relaxed} commits in order.
     */
    default boolean commitsAhead() {
        return false;
    }

    /** Ends within 10 s whatever the network does. Idempotent. */
    @Override
    void close();
}
