package dev.millrace.apply;

import dev.millrace.config.ErrorPolicy;
import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.TableId;
import dev.millrace.refusal.RefusalPolicy;
import dev.millrace.refusal.SuspendedTables;
import dev.millrace.spi.sink.ExceptionWriter;
import dev.millrace.spi.sink.RefusedChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one worker leaves out of what it has open on the target: refused changes, and changes of suspended tables. None of it
 * counts before that is committed. Belongs to one thread.
 */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final ExceptionWriter writer;
    private final RefusalPolicy policy;
    private final SuspendedTables suspended;
    private final Tally leftOut = new Tally();
    private final Map<TableId, ReplicationException> newlySuspended = new LinkedHashMap<>();
    private final Map<RefusalPolicy.Kind, Map<TableId, Integer>> errors = new EnumMap<>(RefusalPolicy.Kind.class);
    private final Map<TableId, ReplicationException> recorded = new LinkedHashMap<>();

    Refusals(ExceptionWriter writer, RefusalPolicy policy, SuspendedTables suspended) {
        this.writer = writer;
        this.policy = policy;
        this.suspended = suspended;
    }

    /** The changes without those of suspended tables. */
    List<RowChange> active(List<RowChange> changes) {
        if (suspended.isEmpty() && newlySuspended.isEmpty()) {
            return changes;
        }
        List<RowChange> active = new ArrayList<>(changes.size());
        for (RowChange change : changes) {
            if (!isSuspended(change.table().sourceId())) {
                active.add(change);
            }
        }
        return active;
    }

    /** Counts those of the changes that {@link #active} has left out, now that the others are applied. */
    void passOver(List<RowChange> changes, List<RowChange> active) {
        if (active.size() == changes.size()) {
            return;
        }
        int next = 0;
        for (RowChange change : changes) {
            if (next < active.size() && active.get(next) == change) {
                next++;
            } else {
                passOver(change);
            }
        }
    }

    /** Whether {@link #replacing} may make a difference. */
    boolean mayReplace() {
        return policy.replaces(RefusedChange.Kind.INSERT) || policy.replaces(RefusedChange.Kind.UPDATE);
    }

    /** The changes, with those that replace what is there, or is not, as changes that may find their rows either way. */
    List<RowChange> replacing(List<RowChange> changes) {
        if (!mayReplace()) {
            return changes;
        }
        return changes.stream()
                .map(change -> replaces(change) ? change.asOverlapping() : change)
                .toList();
    }

    private boolean replaces(RowChange change) {
        return policy.replaces(kind(change))
                && change.isWhole()
                && change.table().hasKey();
    }

    /** Counts a change of a suspended table. */
    void passOver(RowChange change) {
        leftOut.leaveOut(change.table().counters(), change.kind(), Tally.Fate.SUSPENDED);
    }

    boolean isSuspended(RowChange change) {
        return !(suspended.isEmpty() && newlySuspended.isEmpty())
                && isSuspended(change.table().sourceId());
    }

    /** What is to become of a refused change. */
    ErrorPolicy policy(RowChange change, ErrorCode code) {
        TableId table = change.table().sourceId();
        RefusalPolicy.Kind kind = RefusalPolicy.Kind.of(kind(change), code);
        int before = errors(kind).getOrDefault(table, 0);
        errors(kind).merge(table, 1, Integer::sum);
        return policy.of(table, kind(change), code, before);
    }

    void ignore(RowChange change) {
        leftOut.leaveOut(change.table().counters(), change.kind(), Tally.Fate.IGNORED);
    }

    /** @param position encoded end of the change's transaction */
    void record(RowChange change, String position, ReplicationException failure) {
        TargetTable table = change.table();
        writer.record(new RefusedChange(
                table.sourceId(),
                table.wanted(),
                kind(change),
                change.before(),
                change.afterOrNull(),
                position,
                failure));
        recorded.putIfAbsent(table.sourceId(), failure);
        leftOut.leaveOut(table.counters(), change.kind(), Tally.Fate.RECORDED);
    }

    /** Lets the table get no further changes. */
    void suspend(TargetTable table, ReplicationException cause) {
        TableId source = table.sourceId();
        if (!isSuspended(source)) {
            newlySuspended.put(source, cause);
            writer.suspend(source, cause.code().name());
        }
    }

    /**
     * Deals with a table that is not what its changes need.
     *
     * @throws ReplicationException the cause, if the task is to stop
     */
    void tableFailed(TargetTable table, ReplicationException cause) {
        if (policy.ofTable() == ErrorPolicy.STOP_TASK) {
            throw cause;
        }
        suspend(table, cause);
    }

    /** The transaction is committed; adds to the batch's tally what did not become part of it. */
    void committed(Tally tally) {
        recorded.forEach((table, first) -> log.warn(
                "changes of table {} were refused and recorded in the exceptions table, the first because {}",
                table,
                first.getMessage()));
        tally.absorb(leftOut);
        errors.forEach((kind, tables) -> tables.forEach((table, count) -> policy.count(kind, table, count)));
        newlySuspended.forEach(suspended::add);
        forget();
    }

    /** The transaction is rolled back. */
    void forget() {
        leftOut.forget();
        errors.clear();
        newlySuspended.clear();
        recorded.clear();
    }

    private boolean isSuspended(TableId source) {
        return suspended.contains(source) || newlySuspended.containsKey(source);
    }

    private Map<TableId, Integer> errors(RefusalPolicy.Kind kind) {
        return errors.computeIfAbsent(kind, added -> new HashMap<>());
    }

    private static RefusedChange.Kind kind(RowChange change) {
        return switch (change.kind()) {
            case INSERT -> RefusedChange.Kind.INSERT;
            case UPDATE -> RefusedChange.Kind.UPDATE;
            case DELETE -> RefusedChange.Kind.DELETE;
            case TRUNCATE -> RefusedChange.Kind.TRUNCATE;
        };
    }
}
