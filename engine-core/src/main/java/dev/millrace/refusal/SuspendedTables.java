package dev.millrace.refusal;

import dev.millrace.error.ReplicationException;
import dev.millrace.metrics.TableCounters;
import dev.millrace.metrics.TableState;
import dev.millrace.model.TableId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Source tables that get no further changes until they are reloaded. Thread-safe; asked once per change. */
public final class SuspendedTables {
    private final Set<TableId> suspended = ConcurrentHashMap.newKeySet();
    private final Function<TableId, TableCounters> counters;
    private final BiConsumer<TableId, ReplicationException> listener;
    private volatile boolean any;

    /**
     * None yet.
     *
     * @param listener told of each table that is suspended from now on
     */
    public SuspendedTables(
            Function<TableId, TableCounters> counters, BiConsumer<TableId, ReplicationException> listener) {
        this.counters = counters;
        this.listener = listener;
    }

    /** Takes over what the target remembers, in place of what was known. */
    public void restore(Set<TableId> remembered) {
        suspended.clear();
        suspended.addAll(remembered);
        any = !suspended.isEmpty();
        remembered.forEach(table -> counters.apply(table).state(TableState.TABLE_ERROR));
    }

    /** Suspends a table; the target remembers it already. */
    public void add(TableId table, ReplicationException cause) {
        if (suspended.add(table)) {
            any = true;
            counters.apply(table).state(TableState.TABLE_ERROR);
            listener.accept(table, cause);
        }
    }

    /** Whether the table gets no changes. */
    public boolean contains(TableId table) {
        return any && suspended.contains(table);
    }

    public boolean isEmpty() {
        return !any;
    }

    /** The counters of any table, suspended or not. */
    public TableCounters counters(TableId table) {
        return counters.apply(table);
    }
}
