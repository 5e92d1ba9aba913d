package dev.millrace.source.oracle;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.Heartbeat;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.ChangeEvent.TransactionCommit;
import dev.millrace.model.SourcePosition;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.source.ChangeReader;
import dev.millrace.spi.source.Source;
import dev.millrace.testing.contract.TextRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log tells from a place up to its end as it is now.
 *
 * @param transactions the changes of each transaction, as texts
 * @param commits where each transaction ends
 */
record Reading(List<List<String>> transactions, List<SourcePosition> commits) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Reading of(Source source, SourcePosition from, TableSchema... tables) {
        SourcePosition end = source.currentPosition();
        try (ChangeReader reader = source.openReader(from, List.of(tables))) {
            return until(reader, end);
        }
    }

    /** How far the reader says it is when it has come to a place. */
    static SourcePosition position(Source source, SourcePosition from, SourcePosition place, TableSchema... tables) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        try (ChangeReader reader = source.openReader(from, List.of(tables))) {
            while (System.nanoTime() < patience) {
                for (ChangeEvent event : reader.poll(Duration.ofSeconds(1)).events()) {
                    if (event instanceof Heartbeat beat && beat.position().covers(place)) {
                        return beat.position();
                    }
                }
            }
        }
        throw new AssertionError("the reader has not come to " + place);
    }

    static Reading until(ChangeReader reader, SourcePosition end) {
        Reading reading = new Reading(new ArrayList<>(), new ArrayList<>());
        List<String> open = new ArrayList<>();
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patience) {
            for (ChangeEvent event : reader.poll(Duration.ofSeconds(1)).events()) {
                if (event instanceof TransactionCommit commit) {
                    reading.transactions.add(List.copyOf(open));
                    reading.commits.add(commit.position());
                    open.clear();
                } else if (!(event instanceof Heartbeat)) {
                    told(event, open);
                }
                if ((event instanceof Heartbeat beat && beat.position().covers(end))
                        || (event instanceof TransactionCommit last
                                && last.position().covers(end))) {
                    return reading;
                }
            }
        }
        throw new AssertionError("the reader has not come to the end of the log");
    }

    private static void told(ChangeEvent event, List<String> changes) {
        if (event instanceof RowInsert insert) {
            changes.add("insert " + TextRows.values(insert.table(), insert.after()));
        } else if (event instanceof RowUpdate update) {
            changes.add("update " + TextRows.values(update.table(), update.after()));
        } else if (event instanceof RowDelete delete) {
            changes.add("delete " + TextRows.values(delete.table(), delete.before()));
        } else if (event instanceof TableTruncate truncate) {
            changes.add("truncate " + truncate.table().id().table());
        }
    }
}
