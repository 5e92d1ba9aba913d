package dev.millrace.testing.contract.memory;

import dev.millrace.error.ErrorCode;
import dev.millrace.error.ReplicationException;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import dev.millrace.refusal.RowImage;
import dev.millrace.spi.sink.AppliedRange;
import dev.millrace.spi.sink.ChangeSet;
import dev.millrace.spi.sink.Checkpoint;
import dev.millrace.spi.sink.Fence;
import dev.millrace.spi.sink.RecordedChange;
import dev.millrace.spi.sink.RefusedChange;
import dev.millrace.spi.sink.TableAhead;
import dev.millrace.testing.contract.TextRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

import static dev.millrace.error.ErrorCode.TARGET_TABLE_MISMATCH;
import static dev.millrace.error.ErrorCode.TARGET_TABLE_MISSING;

/** A state of everything that a target holds. A transaction works on a copy, which then takes the place of the original. */
final class MemoryTarget {
    private final Map<TableId, MemoryTable> tables = new HashMap<>();
    private final Map<TableId, List<String>> records = new HashMap<>();
    private final Map<String, TaskMemory> tasks = new HashMap<>();

    /** What a target remembers of a task. */
    static final class TaskMemory {
        long fence;

        @Nullable
        Checkpoint checkpoint;

        final Map<TableId, PlanMemory> plans = new LinkedHashMap<>();
        final Set<TableId> suspended = new LinkedHashSet<>();
        final Map<Long, RecordedChange> refused = new LinkedHashMap<>();
        private long lastId;

        final List<AppliedRange> ranges = new ArrayList<>();
        final Map<TableId, TableAhead> ahead = new LinkedHashMap<>();

        TaskMemory copy() {
            TaskMemory copy = new TaskMemory();
            copy.fence = fence;
            copy.checkpoint = checkpoint;
            copy.ranges.addAll(ranges);
            copy.ahead.putAll(ahead);
            copy.suspended.addAll(suspended);
            copy.refused.putAll(refused);
            copy.lastId = lastId;
            plans.forEach((table, plan) -> copy.plans.put(table, plan.copy()));
            return copy;
        }

        void record(RefusedChange change) {
            lastId++;
            Row row = change.before() != null ? change.before() : change.after();
            refused.put(
                    lastId,
                    new RecordedChange(
                            lastId,
                            change.source(),
                            change.kind(),
                            change.position(),
                            row == null ? "{}" : RowImage.of(change.table(), row, key(change.table())),
                            image(change.table(), change.before()),
                            image(change.table(), change.after()),
                            change.failure().code().name(),
                            change.failure().getMessage(),
                            1,
                            Instant.EPOCH));
        }

        void recordAgain(long id, ReplicationException failure) {
            refused.computeIfPresent(
                    id,
                    (any, known) -> new RecordedChange(
                            id,
                            known.source(),
                            known.kind(),
                            known.position(),
                            known.key(),
                            known.before(),
                            known.after(),
                            failure.code().name(),
                            failure.getMessage(),
                            known.attempts() + 1,
                            known.refusedAt()));
        }

        private static int[] key(TableSchema table) {
            return table.identifyingKey()
                    .map(KeySchema::columns)
                    .map(table::ordinals)
                    .orElseGet(() -> IntStream.range(0, table.columnCount()).toArray());
        }

        private static Optional<String> image(TableSchema table, @Nullable Row row) {
            return Optional.ofNullable(row).map(values -> RowImage.of(table, values));
        }
    }

    MemoryTarget copy() {
        MemoryTarget copy = new MemoryTarget();
        tables.forEach((id, table) -> copy.tables.put(id, table.copy()));
        records.forEach((id, record) -> copy.records.put(id, new ArrayList<>(record)));
        tasks.forEach((name, task) -> copy.tasks.put(name, task.copy()));
        return copy;
    }

    Map<TableId, MemoryTable> tables() {
        return tables;
    }

    /** The changes of a table, as a sink that logs them has written them down. */
    List<String> record(TableId table) {
        return records.computeIfAbsent(table, any -> new ArrayList<>());
    }

    TaskMemory task(String name) {
        return tasks.computeIfAbsent(name, any -> new TaskMemory());
    }

    /** The task's memory, if the instance with that fence may still write. */
    TaskMemory fenced(String name, Fence fence) {
        TaskMemory task = task(name);
        if (task.fence != fence.number()) {
            throw new ReplicationException(ErrorCode.FENCED, "a later instance of task " + name + " runs");
        }
        return task;
    }

    void forget(String taskName) {
        TaskMemory task = task(taskName);
        task.fence++;
        task.checkpoint = null;
        task.ranges.clear();
        task.ahead.clear();
        task.plans.clear();
        task.suspended.clear();
    }

    /** The table, which has all columns that are wanted. */
    MemoryTable table(TableSchema wanted) {
        MemoryTable table = tables.get(wanted.id());
        if (table == null) {
            throw new ReplicationException(TARGET_TABLE_MISSING, "there is no table " + wanted.id());
        }
        if (!names(table.schema()).equals(names(wanted))) {
            throw new ReplicationException(
                    TARGET_TABLE_MISMATCH, "table " + wanted.id() + " has columns " + names(table.schema()));
        }
        return table;
    }

    private static List<String> names(TableSchema table) {
        return table.columns().stream().map(ColumnSchema::name).sorted().toList();
    }

    /** Executes a set, and returns how many rows it found. */
    int execute(ChangeSet set) {
        MemoryTable table = table(set.table());
        int found = 0;
        switch (set.kind()) {
            case TRUNCATE -> table.clear();
            case INSERT -> set.rows().forEach(row -> table.insert(TextRows.values(set.table(), row)));
            case UPSERT ->
                set.rows().forEach(row -> {
                    table.take(TextRows.values(set.table(), row));
                    table.insert(TextRows.values(set.table(), row));
                });
            case UPDATE, DELETE -> found = change(table, set);
        }
        return switch (set.kind()) {
            case INSERT, UPSERT -> set.size();
            default -> found;
        };
    }

    private static int change(MemoryTable table, ChangeSet set) {
        int found = 0;
        for (int i = 0; i < set.identities().size(); i++) {
            List<@Nullable String> old =
                    table.take(TextRows.values(set.table(), set.identities().get(i)));
            if (old != null) {
                found++;
                if (set.kind() == ChangeSet.Kind.UPDATE) {
                    table.insert(MemoryTable.merged(
                            old, TextRows.values(set.table(), set.rows().get(i))));
                }
            }
        }
        return found;
    }

    /** What an application inserts: unnamed columns get the next number or their default. */
    void insert(TableId id, Map<String, @Nullable String> named) {
        MemoryTable table = table(tables.get(id).schema());
        List<@Nullable String> values = table.schema().columns().stream()
                .<@Nullable String>map(
                        column -> named.containsKey(column.name()) ? named.get(column.name()) : filled(table, column))
                .collect(Collectors.toCollection(ArrayList::new));
        for (ForeignKeySchema key : table.schema().foreignKeys()) {
            String parent = values.get(table.schema().ordinals(key.columns())[0]);
            boolean orphan = parent != null
                    && tables.get(key.parent()).rows().stream().noneMatch(row -> parent.equals(row.get(0)));
            if (orphan) {
                throw new ReplicationException(ErrorCode.TARGET_CONSTRAINT_VIOLATED, "no such row in " + key.parent());
            }
        }
        table.insert(values);
    }

    private static @Nullable String filled(MemoryTable table, ColumnSchema column) {
        if (column.fill() != ColumnSchema.Fill.IDENTITY) {
            return column.expression();
        }
        int ordinal = table.schema().ordinal(column.name()).orElseThrow();
        return ""
                + (1
                        + table.rows().stream()
                                .mapToLong(row -> Long.parseLong(String.valueOf(row.get(ordinal))))
                                .max()
                                .orElse(0));
    }
}
