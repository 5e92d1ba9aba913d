package dev.millrace.testing.script;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeEvent.RowDelete;
import dev.millrace.model.ChangeEvent.RowInsert;
import dev.millrace.model.ChangeEvent.RowUpdate;
import dev.millrace.model.ChangeEvent.SchemaChange;
import dev.millrace.model.ChangeEvent.TableEvent;
import dev.millrace.model.ChangeEvent.TableTruncate;
import dev.millrace.model.Row;
import dev.millrace.model.TableSchema;
import dev.millrace.testing.contract.TextRows;
import dev.millrace.testing.contract.source.Log;
import dev.millrace.testing.contract.source.Replica;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of a script as they are loaded and then follow the log, one whole transaction after the other. Belongs to one thread. */
final class Follower {
    private final Map<String, TableSchema> tables = new LinkedHashMap<>();
    private final Map<String, Replica> replicas = new LinkedHashMap<>();
    private final List<ArrivedTransaction> arrived = new ArrayList<>();

    /** @param exact whether it lies behind all that was loaded, so that the effects are all that it had */
    record ArrivedTransaction(boolean exact, ExpectedTransaction transaction) {}

    /** @param loaded the tables by the names that scripts have for them */
    Follower(Map<String, TableSchema> loaded) {
        tables.putAll(loaded);
        loaded.forEach((name, table) -> replicas.put(name, new Replica(table)));
    }

    Replica replica(String table) {
        return java.util.Objects.requireNonNull(replicas.get(table));
    }

    /** The tables as the log has told them last. */
    List<TableSchema> tables() {
        return List.copyOf(tables.values());
    }

    List<ArrivedTransaction> arrived() {
        return arrived;
    }

    /** Takes the events of one transaction, or one between two. */
    void apply(List<ChangeEvent> events) {
        Map<String, String> before = new TreeMap<>();
        Map<String, Touched> touched = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (ChangeEvent event : events) {
            if (event instanceof TableEvent change) {
                String name = name(change.table());
                for (List<@Nullable String> key : keys(change)) {
                    String place = name + " " + key.get(0);
                    touched.put(place, new Touched(name, key));
                    before.putIfAbsent(place, text(replica(name).row(key)));
                }
                names.addAll(names(change));
                if (change instanceof SchemaChange shape) {
                    tables.put(name, shape.table());
                }
            }
            replicas.values().forEach(replica -> replica.apply(event));
        }
        if (!names.isEmpty() || !touched.isEmpty()) {
            Map<String, String> effects = new TreeMap<>();
            touched.forEach((place, row) -> {
                String after = text(replica(row.table()).row(row.key()));
                if (!after.equals(before.get(place))) {
                    effects.put(place, after);
                }
            });
            boolean exact = replicas.values().stream().allMatch(Replica::isExact);
            arrived.add(new ArrivedTransaction(exact, new ExpectedTransaction(String.join(" and ", names), effects)));
        }
    }

    private record Touched(String table, List<@Nullable String> key) {}

    private static String name(TableSchema table) {
        return table.id().table().toLowerCase(java.util.Locale.ROOT);
    }

    /** What the transaction is called by: its row in the journal, or the truncation that it is. */
    private static List<String> names(TableEvent change) {
        if (change instanceof TableTruncate) {
            return List.of(ExpectedTransaction.truncation(name(change.table())));
        }
        return change instanceof RowInsert insert && name(change.table()).equals(ScriptTable.JOURNAL.title())
                ? List.of(String.valueOf(Log.key(change.table(), insert.after()).get(0)))
                : List.of();
    }

    private static List<List<@Nullable String>> keys(TableEvent change) {
        List<Row> rows = change instanceof RowInsert insert
                ? List.of(insert.after())
                : change instanceof RowUpdate update
                        ? update.before() == null ? List.of(update.after()) : List.of(update.before(), update.after())
                        : change instanceof RowDelete delete ? List.of(delete.before()) : List.of();
        List<List<@Nullable String>> keys = new ArrayList<>();
        for (Row row : rows) {
            List<@Nullable String> key = Log.key(change.table(), row);
            if (!TextRows.ABSENT.equals(key.get(0))) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static String text(@Nullable List<@Nullable String> row) {
        return row == null
                ? ExpectedTransaction.gone()
                : ScriptTable.trimmed(row).toString();
    }

    /** The rows of a table as texts in the order of these, without NULLs at their ends. */
    List<String> content(String table) {
        return replica(table).rows().stream()
                .map(row -> ScriptTable.trimmed(row).toString())
                .sorted()
                .toList();
    }
}
