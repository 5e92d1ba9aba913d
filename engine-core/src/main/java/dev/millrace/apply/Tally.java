package dev.millrace.apply;

import dev.millrace.metrics.TableCounters;
import dev.millrace.metrics.TableCounters.LeftOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts changes per table until they are committed, for the proof of law 3: a change is counted as captured when it is read, and
 * as applied, or as left out and why, when its transaction is durable. Changes that are given back to be read again are taken off.
 * Belongs to one thread at a time.
 */
final class Tally {
    /** Why a change did not get to the target. */
    enum Fate {
        /** The load holds it already; it counts as applied. */
        FILTERED(0),
        /** It was refused, and is in the exceptions table. */
        RECORDED(1),
        /** It was refused, and the policy is to ignore that. */
        IGNORED(2),
        /** Its table is suspended. */
        SUSPENDED(3);

        private final int counter;

        Fate(int counter) {
            this.counter = counter;
        }
    }

    private static final int KINDS = RowChange.Kind.values().length;
    private static final int FATES = Fate.values().length;

    /** Changes of one table since the last commit. */
    private static final class Counts {
        private final TableCounters table;
        private final long[] read = new long[KINDS];
        private final long[] shown = new long[KINDS];
        private final long[] missing = new long[KINDS];
        private final long[] fates = new long[FATES];
        private long truncated;
        private boolean isTouched;

        Counts(TableCounters table) {
            this.table = table;
        }

        void absorb(Counts other) {
            add(read, other.read);
            add(shown, other.shown);
            add(missing, other.missing);
            add(fates, other.fates);
            truncated += other.truncated;
        }

        private static void add(long[] sums, long[] more) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += more[i];
            }
        }

        void forget() {
            Arrays.fill(read, 0);
            Arrays.fill(shown, 0);
            Arrays.fill(missing, 0);
            Arrays.fill(fates, 0);
            truncated = 0;
            isTouched = false;
        }

        /** Brings what the counters show as captured to {@code wanted}. */
        void show(long[] wanted) {
            long[] delta = new long[KINDS];
            for (int kind = 0; kind < KINDS; kind++) {
                delta[kind] = wanted[kind] - shown[kind];
                shown[kind] = wanted[kind];
            }
            table.captured(delta);
        }

        void commit(Instant now) {
            show(read);
            long[] applied = new long[KINDS];
            for (int kind = 0; kind < KINDS; kind++) {
                applied[kind] = read[kind] - missing[kind];
            }
            LeftOut leftOut =
                    new LeftOut(count(Fate.FILTERED), count(Fate.RECORDED), count(Fate.IGNORED), count(Fate.SUSPENDED));
            table.durable(applied, leftOut, now);
            if (truncated > 0) {
                table.truncated(truncated);
            }
        }

        private long count(Fate fate) {
            return fates[fate.counter];
        }
    }

    /** Entries stay when the counts are forgotten, since the next transaction mostly touches the same tables. */
    private final Map<TableCounters, Counts> perTable = new HashMap<>();

    private final List<Counts> touched = new ArrayList<>();
    private @Nullable Counts last;
    private long total;

    /** A change that is on its way to the target. */
    void add(TableCounters table, RowChange.Kind kind) {
        of(table).read[kind.counter()]++;
        total++;
    }

    /** Values of a change on its way that were cut. */
    void addTruncated(TableCounters table, long values) {
        of(table).truncated += values;
    }

    /** A change that is not on its way, because the load holds it already or its table is suspended. */
    void addLeftOut(TableCounters table, RowChange.Kind kind, Fate fate) {
        of(table).read[kind.counter()]++;
        leaveOut(table, kind, fate);
    }

    /** A change that was counted as being on its way does not get there. */
    void leaveOut(TableCounters table, RowChange.Kind kind, Fate fate) {
        Counts counts = of(table);
        counts.fates[fate.counter]++;
        if (fate != Fate.FILTERED) {
            counts.missing[kind.counter()]++;
        }
    }

    /** Takes over what {@code other} counted, and leaves it empty. */
    void absorb(Tally other) {
        for (Counts counts : other.touched) {
            of(counts.table).absorb(counts);
        }
        total += other.total;
        other.forget();
    }

    /** Everything counted so far, for the thread that commits it; this one begins anew. */
    Tally handOver() {
        Tally taken = new Tally();
        taken.absorb(this);
        return taken;
    }

    /** Changes on their way since the last commit. */
    long total() {
        return total;
    }

    /** Lets the counters show what was read. */
    void show() {
        touched.forEach(counts -> counts.show(counts.read));
    }

    /** The changes are durable. */
    void commit(Instant now) {
        touched.forEach(counts -> counts.commit(now));
        forget();
    }

    /** The changes will be read again. */
    void discard() {
        touched.forEach(counts -> counts.show(new long[KINDS]));
        forget();
    }

    /** Begins anew, and leaves the counters as they are. */
    void forget() {
        touched.forEach(Counts::forget);
        touched.clear();
        total = 0;
    }

    private Counts of(TableCounters table) {
        Counts counts = last;
        if (counts == null || counts.table != table) {
            counts = perTable.computeIfAbsent(table, Counts::new);
            last = counts;
        }
        if (!counts.isTouched) {
            counts.isTouched = true;
            touched.add(counts);
        }
        return counts;
    }
}
