package dev.millrace.apply;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts changes per table until they are committed, for the proof of law 3: a change is counted as captured when it is read, and
 * as applied or filtered when its transaction is durable. Changes that are given back to be read again are taken off. Belongs
 * to one thread at a time.
 */
final class Tally {
    private static final int FILTERED = RowChange.Kind.values().length;

    /** Changes of one table since the last commit, by kind, and how many of them the counters show as captured. */
    private static final class Counts {
        private final long[] read = new long[FILTERED + 1];
        private final long[] shown = new long[FILTERED];
    }

    private final Map<TargetTable, Counts> perTable = new HashMap<>();
    private @Nullable TargetTable lastTable;
    private Counts last = new Counts();
    private long total;

    void add(TargetTable table, RowChange.Kind kind) {
        of(table).read[kind.counter()]++;
        total++;
    }

    /** A change that the load holds already. */
    void addFiltered(TargetTable table, RowChange.Kind kind) {
        Counts counts = of(table);
        counts.read[kind.counter()]++;
        counts.read[FILTERED]++;
    }

    /** Takes over what {@code other} counted, and leaves it empty. */
    void absorb(Tally other) {
        other.perTable.forEach((table, counts) -> {
            Counts mine = of(table);
            for (int i = 0; i < counts.read.length; i++) {
                mine.read[i] += counts.read[i];
            }
            for (int i = 0; i < counts.shown.length; i++) {
                mine.shown[i] += counts.shown[i];
            }
        });
        total += other.total;
        other.clear();
    }

    /** Everything counted so far, for the thread that commits it; this one begins anew. */
    Tally handOver() {
        Tally taken = new Tally();
        taken.absorb(this);
        return taken;
    }

    /** Changes counted since the last commit, without filtered ones. */
    long total() {
        return total;
    }

    /** Lets the counters show what was read. */
    void show() {
        perTable.forEach((table, counts) -> {
            long[] delta = new long[FILTERED];
            for (int kind = 0; kind < FILTERED; kind++) {
                delta[kind] = counts.read[kind] - counts.shown[kind];
                counts.shown[kind] = counts.read[kind];
            }
            table.counters().captured(delta);
        });
    }

    /** The changes are durable. */
    void commit(Instant now) {
        show();
        perTable.forEach((table, counts) -> table.counters().durable(counts.shown, counts.read[FILTERED], now));
        clear();
    }

    /** The changes will be read again. */
    void discard() {
        perTable.forEach((table, counts) -> {
            long[] delta = new long[FILTERED];
            for (int kind = 0; kind < FILTERED; kind++) {
                delta[kind] = -counts.shown[kind];
            }
            table.counters().captured(delta);
        });
        clear();
    }

    private void clear() {
        perTable.clear();
        lastTable = null;
        total = 0;
    }

    private Counts of(TargetTable table) {
        if (table != lastTable) {
            lastTable = table;
            last = perTable.computeIfAbsent(table, added -> new Counts());
        }
        return last;
    }
}
