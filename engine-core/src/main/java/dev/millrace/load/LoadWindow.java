package dev.millrace.load;

import dev.millrace.model.SourcePosition;
import dev.millrace.spi.source.SnapshotWindow;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which log positions the loaded rows of one table already show: the {@link SnapshotWindow}s of all its chunks. Immutable.
 */
public final class LoadWindow {
    /** The window of a table that was not loaded: every change is news. */
    public static final LoadWindow NONE = new LoadWindow(List.of());

    private final List<SnapshotWindow> windows;

    public LoadWindow(List<SnapshotWindow> windows) {
        this.windows = List.copyOf(new LinkedHashSet<>(windows));
    }

    /** What a transaction means for the table. */
    public enum Relation {
        /** Every chunk holds it: there is nothing to do. */
        CONTAINED,
        /** Some rows may hold it and some not: it is applied so that both end up alike. */
        OVERLAPPING,
        /** No chunk holds it: it is applied as it is. */
        BEHIND
    }

    /** How the transaction at {@code position} relates to the table's rows. */
    public Relation relation(SourcePosition position) {
        boolean contained = !windows.isEmpty();
        boolean behind = true;
        for (SnapshotWindow window : windows) {
            contained &= window.low().covers(position);
            behind &= !window.high().covers(position);
        }
        if (contained) {
            return Relation.CONTAINED;
        }
        return behind ? Relation.BEHIND : Relation.OVERLAPPING;
    }

    /**
     * Whether all rows of all these tables show one point in time, so that keys between tables hold as well: one snapshot read
     * them all, and read them exactly.
     */
    public static boolean showOnePoint(Collection<LoadWindow> tables) {
        Set<SnapshotWindow> points = new HashSet<>();
        tables.forEach(table -> points.addAll(table.windows));
        return points.size() <= 1 && points.stream().allMatch(SnapshotWindow::isExact);
    }

    /** Whether {@code position} lies behind every window, so that the table shows one point in time from there on. */
    public boolean isPassedBy(SourcePosition position) {
        return windows.stream().allMatch(window -> position.covers(window.high()));
    }
}
