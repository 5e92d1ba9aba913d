package dev.millrace.testing.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A transaction in memory: the rows it has made, by table and key, with null for those it has removed. Not thread-safe. */
final class OpenTransaction {
    private final List<Saved> savepoints = new ArrayList<>();
    private final Set<String> touched = new HashSet<>();
    private Map<String, Map<Long, @Nullable List<@Nullable String>>> changes = new TreeMap<>();

    /** @param written tables that were written to since */
    private record Saved(Map<String, Map<Long, @Nullable List<@Nullable String>>> changes, Set<String> written) {}

    void put(String table, long id, @Nullable List<@Nullable String> row) {
        touched.add(table);
        savepoints.forEach(saved -> saved.written().add(table));
        changes.computeIfAbsent(table, name -> new TreeMap<>()).put(id, row);
    }

    Map<String, Map<Long, @Nullable List<@Nullable String>>> changes() {
        return changes;
    }

    /** The tables that it has written to, also in vain. */
    Set<String> touched() {
        return touched;
    }

    int savepoints() {
        return savepoints.size();
    }

    void save() {
        savepoints.add(new Saved(copy(changes), new HashSet<>()));
    }

    void rollbackTo(int savepoint) {
        changes = copy(savepoints.get(savepoint).changes());
        while (savepoints.size() > savepoint + 1) {
            savepoints.remove(savepoints.size() - 1);
        }
    }

    /** Whether it has written to a table since a savepoint, also in vain. */
    boolean hasWrittenSince(int savepoint, String table) {
        return savepoints.get(savepoint).written().contains(table);
    }

    private static Map<String, Map<Long, @Nullable List<@Nullable String>>> copy(
            Map<String, Map<Long, @Nullable List<@Nullable String>>> changes) {
        Map<String, Map<Long, @Nullable List<@Nullable String>>> copy = new TreeMap<>();
        changes.forEach((table, rows) -> copy.put(table, new TreeMap<>(rows)));
        return copy;
    }
}
