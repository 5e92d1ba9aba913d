package dev.millrace.testing.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The keys of the rows that a writer knows to be there. What a transaction changed can be taken back. */
final class KnownRows<K> {

    private final List<K> keys = new ArrayList<>();
    private final List<Runnable> undo = new ArrayList<>();

    int size() {
        return keys.size();
    }

    K any(Random random) {
        return keys.get(random.nextInt(keys.size()));
    }

    void add(K key) {
        keys.add(key);
        undo.add(() -> keys.remove(keys.size() - 1));
    }

    K removeAny(Random random) {
        int index = random.nextInt(keys.size());
        K removed = keys.get(index);
        K last = keys.remove(keys.size() - 1);
        if (index < keys.size()) {
            keys.set(index, last);
        }
        undo.add(() -> {
            keys.add(last);
            keys.set(index, removed);
        });
        return removed;
    }

    void commit() {
        undo.clear();
    }

    void rollback() {
        for (int i = undo.size() - 1; i >= 0; i--) {
            undo.get(i).run();
        }
        undo.clear();
    }
}
