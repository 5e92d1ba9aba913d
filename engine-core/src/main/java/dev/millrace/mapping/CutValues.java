package dev.millrace.mapping;

import dev.millrace.metrics.TableCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts values of one table that are cut to their limit. Belongs to one thread. */
public final class CutValues {
    private static final Logger log = LoggerFactory.getLogger(CutValues.class);

    private long count;

    void add() {
        count++;
    }

    /**
     * How many values were cut since the last call. The log tells of the first of a table, and of no other.
     *
     * @param counters of the table that the values are of
     */
    public long take(TableRoute route, TableCounters counters) {
        long taken = count;
        if (taken > 0) {
            count = 0;
            if (counters.isFirstTruncation()) {
                log.warn(
                        "table {}: values of columns {} that are larger than {} KB are cut; the table's statistics count them",
                        route.source().id(),
                        route.limits().columns(),
                        route.limits().kilobytes());
            }
        }
        return taken;
    }
}
