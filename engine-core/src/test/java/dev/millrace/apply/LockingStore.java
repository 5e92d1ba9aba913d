package dev.millrace.apply;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A small database with transactions at read committed: rows, unique values and referenced rows are locked until the end of a
 * transaction, as a server does, and primary, unique and foreign keys are checked row by row. Who waits too long for a lock gets a
 * lock timeout. Rows are lists of text.
 */
final class LockingStore {
    private static final long LOCK_TIMEOUT_NANOS = 30_000_000;

    /** Who holds a lock: one session alone, or several that only need the thing to stay. */
    private static final class Lock {
        private @Nullable Session exclusive;
        private final Set<Session> shared = new HashSet<>();
    }

    private final Map<TableId, TableSchema> schemas = new LinkedHashMap<>();
    private final Map<TableId, Map<Object, List<@Nullable String>>> committed = new HashMap<>();
    private final Map<Object, Lock> locks = new HashMap<>();
    private int serial;

    LockingStore(List<TableSchema> tables) {
        for (TableSchema table : tables) {
            schemas.put(table.id(), table);
            committed.put(table.id(), new LinkedHashMap<>());
        }
    }

    Session open() {
        return new Session();
    }

    /** All committed rows of a table, in no order. */
    synchronized List<List<@Nullable String>> rows(TableId table) {
        return new ArrayList<>(committed.get(table).values());
    }

    /** One connection. */
    final class Session {
        private final Map<TableId, Map<Object, Optional<List<@Nullable String>>>> changed = new HashMap<>();
        private final Map<TableId, Map<Object, Optional<List<@Nullable String>>>> marked = new HashMap<>();

        void insert(TableId id, List<@Nullable String> row) {
            synchronized (LockingStore.this) {
                put(schemas.get(id), null, null, row);
            }
        }

        int update(TableId id, Row identity, Row values) {
            synchronized (LockingStore.this) {
                TableSchema table = schemas.get(id);
                Object place = find(table, identity);
                if (place == null) {
                    return 0;
                }
                List<@Nullable String> old = visible(id).get(place);
                put(table, place, old, MemoryTable.overlay(old, values));
                return 1;
            }
        }

        int delete(TableId id, Row identity) {
            synchronized (LockingStore.this) {
                TableSchema table = schemas.get(id);
                Object place = find(table, identity);
                if (place == null) {
                    return 0;
                }
                List<@Nullable String> old = visible(id).get(place);
                for (KeySchema key : keys(table)) {
                    lockValue(table, key, old);
                    refuseIfReferenced(table, key, old, null);
                }
                changes(id).put(place, Optional.empty());
                return 1;
            }
        }

        void clear(TableId id) {
            synchronized (LockingStore.this) {
                for (Object place : visible(id).keySet()) {
                    lockExclusive(List.of(id, "place", place));
                    changes(id).put(place, Optional.empty());
                }
            }
        }

        /** All visible rows of a table. */
        List<List<@Nullable String>> rows(TableId id) {
            synchronized (LockingStore.this) {
                return new ArrayList<>(visible(id).values());
            }
        }

        void commit() {
            synchronized (LockingStore.this) {
                changed.forEach((id, rows) -> rows.forEach((place, row) -> {
                    if (row.isPresent()) {
                        committed.get(id).put(place, row.get());
                    } else {
                        committed.get(id).remove(place);
                    }
                }));
                end();
            }
        }

        /** Remembers this place; locks taken from here on stay, as on a server. */
        void mark() {
            synchronized (LockingStore.this) {
                marked.clear();
                changed.forEach((id, rows) -> marked.put(id, new LinkedHashMap<>(rows)));
            }
        }

        void rollbackToMark() {
            synchronized (LockingStore.this) {
                changed.clear();
                marked.forEach((id, rows) -> changed.put(id, new LinkedHashMap<>(rows)));
            }
        }

        void rollback() {
            synchronized (LockingStore.this) {
                end();
            }
        }

        private void end() {
            changed.clear();
            locks.values().forEach(lock -> {
                lock.shared.remove(this);
                if (lock.exclusive == this) {
                    lock.exclusive = null;
                }
            });
            locks.values().removeIf(lock -> lock.exclusive == null && lock.shared.isEmpty());
            LockingStore.this.notifyAll();
        }

        private void put(
                TableSchema table,
                @Nullable Object place,
                @Nullable List<@Nullable String> old,
                List<@Nullable String> row) {
            for (KeySchema key : keys(table)) {
                if (old == null || !values(table, key.columns(), old).equals(values(table, key.columns(), row))) {
                    takeKey(table, key, place, old, row);
                }
            }
            for (ForeignKeySchema reference : table.foreignKeys()) {
                requireParent(table, reference, row);
            }
            changes(table.id()).put(place == null ? "row " + serial++ : place, Optional.of(row));
        }

        private void takeKey(
                TableSchema table,
                KeySchema key,
                @Nullable Object place,
                @Nullable List<@Nullable String> old,
                List<@Nullable String> row) {
            if (old != null) {
                lockValue(table, key, old);
                refuseIfReferenced(table, key, old, row);
            }
            lockValue(table, key, row);
            List<@Nullable String> wanted = values(table, key.columns(), row);
            if (wanted.contains(null)) {
                return;
            }
            visible(table.id()).forEach((otherPlace, other) -> {
                if (!otherPlace.equals(place)
                        && values(table, key.columns(), other).equals(wanted)) {
                    throw refused(table.id() + " has key " + key.name() + " twice: " + wanted);
                }
            });
        }

        private void refuseIfReferenced(
                TableSchema parent,
                KeySchema key,
                List<@Nullable String> old,
                @Nullable List<@Nullable String> replacement) {
            List<@Nullable String> value = values(parent, key.columns(), old);
            if (value.contains(null)) {
                return;
            }
            for (TableSchema child : schemas.values()) {
                for (ForeignKeySchema reference : child.foreignKeys()) {
                    if (!reference.parent().equals(parent.id())
                            || !reference.parentColumns().equals(key.columns())) {
                        continue;
                    }
                    for (List<@Nullable String> row : visible(child.id()).values()) {
                        boolean itself = child == parent && row.equals(old);
                        List<@Nullable String> seen = itself && replacement != null ? replacement : row;
                        if ((!itself || replacement != null)
                                && values(child, reference.columns(), seen).equals(value)) {
                            throw refused(parent.id() + " is referred to: " + value);
                        }
                    }
                }
            }
        }

        private void requireParent(TableSchema child, ForeignKeySchema reference, List<@Nullable String> row) {
            List<@Nullable String> wanted = values(child, reference.columns(), row);
            TableSchema parent = schemas.get(reference.parent());
            if (wanted.contains(null)
                    || (parent == child
                            && values(parent, reference.parentColumns(), row).equals(wanted))) {
                return;
            }
            lockShared(List.of(parent.id(), reference.parentColumns(), wanted));
            boolean there = visible(parent.id()).values().stream()
                    .anyMatch(candidate ->
                            values(parent, reference.parentColumns(), candidate).equals(wanted));
            if (!there) {
                throw refused(child.id() + " refers to nothing: " + wanted);
            }
        }

        private @Nullable Object find(TableSchema table, Row identity) {
            while (true) {
                Object place = findVisible(table, identity);
                if (place == null) {
                    // somebody may be about to put it there
                    Optional<KeySchema> key = table.identifyingKey();
                    key.ifPresent(schema -> lockExclusive(List.of(
                            table.id(),
                            schema.columns(),
                            Arrays.stream(table.ordinals(schema.columns()))
                                    .mapToObj(column -> String.valueOf(identity.text(column)))
                                    .toList())));
                    return findVisible(table, identity);
                }
                lockExclusive(List.of(table.id(), "place", place));
                if (place.equals(findVisible(table, identity))) {
                    return place;
                }
            }
        }

        private @Nullable Object findVisible(TableSchema table, Row identity) {
            Optional<KeySchema> key = table.identifyingKey();
            for (Map.Entry<Object, List<@Nullable String>> entry :
                    visible(table.id()).entrySet()) {
                boolean matches = true;
                for (int column = 0; column < table.columnCount(); column++) {
                    boolean compared = key.isEmpty()
                            ? identity.isPresent(column)
                            : key.get().columns().contains(table.column(column).name());
                    matches &= !compared || Objects.equals(entry.getValue().get(column), identity.text(column));
                }
                if (matches) {
                    return entry.getKey();
                }
            }
            return null;
        }

        private Map<Object, Optional<List<@Nullable String>>> changes(TableId id) {
            return changed.computeIfAbsent(id, added -> new LinkedHashMap<>());
        }

        private Map<Object, List<@Nullable String>> visible(TableId id) {
            Map<Object, List<@Nullable String>> rows = new LinkedHashMap<>(committed.get(id));
            changes(id).forEach((place, row) -> {
                if (row.isPresent()) {
                    rows.put(place, row.get());
                } else {
                    rows.remove(place);
                }
            });
            return rows;
        }

        private void lockValue(TableSchema table, KeySchema key, List<@Nullable String> row) {
            List<@Nullable String> value = values(table, key.columns(), row);
            if (!value.contains(null)) {
                lockExclusive(List.of(table.id(), key.columns(), value));
            }
        }

        private void lockExclusive(Object what) {
            await(
                    what,
                    lock -> (lock.exclusive == null || lock.exclusive == this)
                            && lock.shared.stream().allMatch(this::equals));
            locks.get(what).exclusive = this;
        }

        private void lockShared(Object what) {
            await(what, lock -> lock.exclusive == null || lock.exclusive == this);
            locks.get(what).shared.add(this);
        }

        private void await(Object what, Predicate<Lock> free) {
            long deadline = System.nanoTime() + LOCK_TIMEOUT_NANOS;
            while (!free.test(locks.computeIfAbsent(what, added -> new Lock()))) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new ReplicationException(ErrorCode.TARGET_LOCK_CONFLICT, "lock timeout at " + what);
                }
                try {
                    LockingStore.this.wait(1 + left / 1_000_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static List<KeySchema> keys(TableSchema table) {
        List<KeySchema> keys = new ArrayList<>(table.uniqueKeys());
        table.primaryKey().ifPresent(keys::add);
        return keys;
    }

    private static List<@Nullable String> values(TableSchema table, List<String> columns, List<@Nullable String> row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int column : table.ordinals(columns)) {
            values.add(row.get(column));
        }
        return values;
    }

    private static ReplicationException refused(String problem) {
        return new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, problem);
    }
}
