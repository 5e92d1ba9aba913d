package dev.millrace.apply;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LockingStore} that remembers a checkpoint and ranges with its rows, and after every commit compares itself with the source:
 * it must hold exactly the transactions that it remembers, and with each of them all earlier ones of the same rows.
 */
final class ModelTarget {
    private final RandomSource source;
    private final LockingStore store;
    private final List<Set<List<Object>>> touched = new ArrayList<>();
    private final Map<Long, AppliedRange> ranges = new LinkedHashMap<>();
    private long checkpoint;
    private int commitsAhead;
    private @Nullable String difference;

    ModelTarget(RandomSource source) {
        this.source = source;
        this.store = new LockingStore(source.tables());
        for (List<ChangeEvent> events : source.log()) {
            touched.add(touched(events, touched.size()));
        }
        Set<List<Object>> all = new HashSet<>();
        touched.forEach(all::addAll);
        for (int i = 0; i < touched.size(); i++) {
            addTruncated(touched.get(i), source.log().get(i), all);
        }
    }

    /** A truncate concerns every row that its table has ever had. */
    private static void addTruncated(Set<List<Object>> rows, List<ChangeEvent> events, Set<List<Object>> all) {
        for (ChangeEvent event : events) {
            if (event instanceof ChangeEvent.TableTruncate truncate) {
                all.stream()
                        .filter(row -> row.get(0).equals(truncate.table().id()))
                        .forEach(rows::add);
            }
        }
    }

    LockingStore store() {
        return store;
    }

    long checkpoint() {
        synchronized (store) {
            return checkpoint;
        }
    }

    List<AppliedRange> ranges() {
        synchronized (store) {
            return List.copyOf(ranges.values());
        }
    }

    int commitsAhead() {
        synchronized (store) {
            return commitsAhead;
        }
    }

    /** The first thing that was wrong after a commit. */
    @Nullable
    String difference() {
        synchronized (store) {
            return difference;
        }
    }

    void commit(LockingStore.Session session, Checkpoint moved, List<AppliedRange> covered) {
        synchronized (store) {
            long position = Long.parseLong(moved.position());
            if (position < checkpoint) {
                differ("checkpoint " + position + " behind " + checkpoint);
            }
            session.commit();
            checkpoint = position;
            covered.forEach(range -> ranges.remove(range.number()));
            compare();
        }
    }

    void commitAhead(LockingStore.Session session, AppliedRange range) {
        synchronized (store) {
            session.commit();
            commitsAhead++;
            if (ranges.put(range.number(), range) != null) {
                differ("two ranges have number " + range.number());
            }
            compare();
        }
    }

    private void differ(String what) {
        if (difference == null) {
            difference = what;
        }
    }

    private void compare() {
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < source.log().size(); i++) {
            if (holds(i + 1)) {
                held.add(i);
            } else {
                differIfOvertaken(i);
            }
        }
        Map<TableId, MemoryTable> expected = replay(held);
        for (TableSchema table : source.tables()) {
            List<List<@Nullable String>> rows = store.rows(table.id());
            List<List<@Nullable String>> wanted = expected.get(table.id()).rows();
            if (!sorted(rows).equals(sorted(wanted))) {
                differ(table.id() + " with " + held + ": " + rows + " not " + wanted);
            }
        }
    }

    private boolean holds(long transaction) {
        return transaction <= checkpoint
                || ranges.values().stream()
                        .anyMatch(range -> Long.parseLong(range.from()) < transaction
                                && transaction <= Long.parseLong(range.to()));
    }

    private void differIfOvertaken(int missing) {
        for (int later = missing + 1; later < touched.size(); later++) {
            Set<List<Object>> common = new HashSet<>(touched.get(missing));
            common.retainAll(touched.get(later));
            if (holds(later + 1L) && !common.isEmpty()) {
                differ("transaction " + (later + 1) + " has overtaken " + (missing + 1) + " at " + common);
            }
        }
    }

    private Map<TableId, MemoryTable> replay(List<Integer> transactions) {
        Map<TableId, MemoryTable> tables = new HashMap<>();
        source.tables().forEach(table -> tables.put(table.id(), new MemoryTable(table)));
        for (int transaction : transactions) {
            for (ChangeEvent event : source.log().get(transaction)) {
                if (event instanceof ChangeEvent.TableEvent change) {
                    replay(tables.get(change.table().id()), change);
                }
            }
        }
        return tables;
    }

    private static void replay(MemoryTable table, ChangeEvent.TableEvent event) {
        if (event instanceof ChangeEvent.RowInsert insert) {
            table.insert(MemoryTable.overlay(new ArrayList<>(java.util.Collections.nCopies(4, null)), insert.after()));
        } else if (event instanceof ChangeEvent.RowUpdate update) {
            table.update(update.identity(), update.after());
        } else if (event instanceof ChangeEvent.RowDelete delete) {
            table.delete(delete.before());
        } else if (event instanceof ChangeEvent.TableTruncate) {
            table.clear();
        }
    }

    /**
     * The rows of a transaction by their primary keys; in a table without one, rows of other transactions may be meant by a change
     * and by an insert its own only.
     */
    private static Set<List<Object>> touched(List<ChangeEvent> events, int transaction) {
        Set<List<Object>> rows = new HashSet<>();
        for (ChangeEvent event : events) {
            if (event instanceof ChangeEvent.RowInsert insert) {
                if (insert.table().primaryKey().isEmpty()) {
                    rows.add(List.of(insert.table().id(), transaction));
                } else {
                    rows.add(row(insert.table(), insert.after()));
                }
            } else if (event instanceof ChangeEvent.RowUpdate update) {
                add(rows, update.table(), update.identity());
                add(rows, update.table(), update.after());
            } else if (event instanceof ChangeEvent.RowDelete delete) {
                add(rows, delete.table(), delete.before());
            }
        }
        return rows;
    }

    private static void add(Set<List<Object>> rows, TableSchema table, Row row) {
        if (table.primaryKey().isPresent()) {
            rows.add(row(table, row));
            return;
        }
        for (int transaction = 0; transaction < ParallelApplyModelTest.TRANSACTIONS; transaction++) {
            rows.add(List.of(table.id(), transaction));
        }
    }

    private static List<Object> row(TableSchema table, Row row) {
        return List.of(table.id(), String.valueOf(row.text(0)));
    }

    private static List<String> sorted(List<List<@Nullable String>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }
}
