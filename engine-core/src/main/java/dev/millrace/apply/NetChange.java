package dev.millrace.apply;

import dev.millrace.model.Row;
import dev.millrace.spi.sink.ChangeSet;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * What became of one key within a batch: the merge table of net changes. Mutable and of one thread; lives for one batch.
 */
final class NetChange {
    private ChangeSet.@Nullable Kind kind;
    private final TargetTable table;
    private Row identity;
    private @Nullable Row row;
    private boolean tolerant;
    private long sequence;

    private NetChange(
            TargetTable table, ChangeSet.Kind kind, Row identity, @Nullable Row row, boolean tolerant, long sequence) {
        this.sequence = sequence;
        this.table = table;
        this.kind = kind;
        this.identity = identity;
        this.row = row;
        this.tolerant = tolerant;
    }

    static NetChange of(RowChange change) {
        boolean tolerant = change.isOverlapping();
        ChangeSet.Kind kind = switch (change.kind()) {
            case INSERT -> insertKind(tolerant);
            case UPDATE -> ChangeSet.Kind.UPDATE;
            case DELETE -> ChangeSet.Kind.DELETE;
            case TRUNCATE -> throw new IllegalArgumentException("truncate concerns no key");
        };
        return new NetChange(
                change.table(), kind, change.identity(), change.afterOrNull(), tolerant, change.sequence());
    }

    /** What to do in the end; null if the row came and went within the batch. */
    ChangeSet.@Nullable Kind kind() {
        return tolerant && kind == ChangeSet.Kind.UPDATE && table.isWhole(row()) ? ChangeSet.Kind.UPSERT : kind;
    }

    /** Which row it is. */
    Row identity() {
        return identity;
    }

    /** The row's new values. */
    Row row() {
        return requireNonNull(row, "a delete has no new values");
    }

    /** The number of the last change that went into it. */
    long sequence() {
        return sequence;
    }

    boolean isTolerant() {
        return tolerant;
    }

    /** Adds a later change of the same key; false if the two can't follow each other, so that source order has to decide. */
    boolean merge(RowChange next, RowOverlay overlay) {
        tolerant |= next.isOverlapping();
        sequence = next.sequence();
        return switch (next.kind()) {
            case INSERT -> mergeInsert(next.after());
            case UPDATE -> mergeUpdate(next.after(), overlay);
            case DELETE -> mergeDelete(next.identity());
            case TRUNCATE -> false;
        };
    }

    private boolean mergeInsert(Row after) {
        if (kind == null) {
            kind = insertKind(tolerant);
        } else if (kind == ChangeSet.Kind.DELETE) {
            // the row stays where it is and gets all its values anew
            kind = tolerant ? ChangeSet.Kind.UPSERT : ChangeSet.Kind.UPDATE;
        } else if (tolerant) {
            kind = ChangeSet.Kind.UPSERT;
        } else {
            return false;
        }
        row = after;
        return table.isWhole(row);
    }

    private boolean mergeUpdate(Row after, RowOverlay overlay) {
        if (kind == null || kind == ChangeSet.Kind.DELETE) {
            return false;
        }
        row = overlay.overlay(row(), after);
        return true;
    }

    private boolean mergeDelete(Row before) {
        if (kind == null || kind == ChangeSet.Kind.DELETE) {
            return false;
        }
        // the same key; but deletes look alike, so that one statement serves them all
        identity = before;
        kind = kind == ChangeSet.Kind.INSERT && !tolerant ? null : ChangeSet.Kind.DELETE;
        return true;
    }

    private static ChangeSet.Kind insertKind(boolean tolerant) {
        return tolerant ? ChangeSet.Kind.UPSERT : ChangeSet.Kind.INSERT;
    }
}
