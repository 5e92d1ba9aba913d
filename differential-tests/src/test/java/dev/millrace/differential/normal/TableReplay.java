package dev.millrace.differential.normal;

import dev.millrace.differential.workload.TestTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What tables with a key hold after changes were applied one by one. */
public final class TableReplay {
    private final Map<String, Map<String, NormalRow>> tables = new HashMap<>();

    private TableReplay() {}

    /** @param transactions from the tables' creation on */
    public static TableReplay of(List<NormalTransaction> transactions) {
        TableReplay replay = new TableReplay();
        transactions.forEach(transaction -> transaction.events().forEach(replay::apply));
        return replay;
    }

    /** The rows by their {@code id}. */
    public Map<String, NormalRow> rows(String table) {
        return tables.computeIfAbsent(table, unused -> new TreeMap<>());
    }

    private void apply(NormalEvent event) {
        Map<String, NormalRow> rows = rows(event.table());
        switch (event.kind()) {
            case INSERT -> rows.put(id(event.after()), Objects.requireNonNull(event.after()));
            case UPDATE -> {
                NormalRow after = Objects.requireNonNull(event.after());
                NormalRow old = rows.remove(id(event.before() == null ? after : event.before()));
                rows.put(id(after), after.completedBy(old));
            }
            case DELETE -> rows.remove(id(event.before()));
            case TRUNCATE -> rows.clear();
        }
    }

    private static String id(@Nullable NormalRow row) {
        return Objects.requireNonNull(row).values().get(TestTable.ID);
    }

    /** What differs from the rows that the server shows, in words. */
    public List<String> differences(String table, Map<String, NormalRow> shown) {
        Collection<NormalRow> replayed = rows(table).values();
        return Differences.between(List.of(asInserts(table, shown.values())), List.of(asInserts(table, replayed)));
    }

    private static NormalTransaction asInserts(String table, Collection<NormalRow> rows) {
        return new NormalTransaction(
                "final rows",
                rows.stream()
                        .map(row -> new NormalEvent(NormalEvent.Kind.INSERT, table, null, row))
                        .toList());
    }
}
