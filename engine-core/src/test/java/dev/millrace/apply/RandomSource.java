package dev.millrace.apply;

import dev.millrace.error.ReplicationException;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.ForeignKeySchema;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source with tables of random shape, with primary, unique and foreign keys or without any key, and a log of random transactions that its constraints
 * allowed. Values come from a handful, so that keys move, swap and come back.
 */
final class RandomSource {
    private static final int VALUES = 4;

    private final Random random;
    private final List<TableSchema> tables = new ArrayList<>();
    private final Set<TableSchema> fullImages;
    private final LockingStore store;
    private final LockingStore.Session session;
    private final List<List<ChangeEvent>> log = new ArrayList<>();
    private final List<Map<TableId, List<List<@Nullable String>>>> history = new ArrayList<>();
    private int serial;

    RandomSource(Random random, int transactions) {
        this.random = random;
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            tables.add(table(i));
        }
        fullImages = Set.copyOf(tables.stream()
                .filter(table -> table.primaryKey().isEmpty() || random.nextBoolean())
                .toList());
        store = new LockingStore(tables);
        session = store.open();
        remember();
        while (log.size() < transactions) {
            transaction();
        }
    }

    List<TableSchema> tables() {
        return tables;
    }

    List<List<ChangeEvent>> log() {
        return log;
    }

    /** The rows of a table after that many transactions. */
    List<List<@Nullable String>> rowsAfter(long transactions, TableId table) {
        return history.get((int) transactions).getOrDefault(table, List.of());
    }

    private TableSchema table(int number) {
        String name = "t" + number;
        DataType.Kind kind = random.nextBoolean() ? DataType.Kind.INT4 : DataType.Kind.CLOB;
        String nativeType = kind == DataType.Kind.INT4 ? "integer" : "text";
        TableSchema.Builder builder = TableSchema.builder(new TableId("s", name), EngineFamily.POSTGRES)
                .column(ColumnSchema.of("id", DataType.of(kind), nativeType).notNull())
                .column(ColumnSchema.of("code", DataType.of(kind), nativeType))
                .column(ColumnSchema.of("parent", DataType.of(kind), nativeType))
                .column(ColumnSchema.of("body", DataType.of(DataType.Kind.CLOB), "text"));
        boolean keyless = random.nextInt(6) == 0;
        if (!keyless) {
            builder.primaryKey(new KeySchema(name + "_pkey", List.of("id")));
        }
        if (!keyless && random.nextBoolean()) {
            builder.uniqueKeys(List.of(new KeySchema(name + "_code_key", List.of("code"))));
        }
        List<ForeignKeySchema> references = references(name, keyless);
        return builder.foreignKeys(references).build();
    }

    private List<ForeignKeySchema> references(String name, boolean keyless) {
        List<TableId> parents = new ArrayList<>(tables.stream()
                .filter(table -> table.primaryKey().isPresent())
                .map(TableSchema::id)
                .toList());
        if (!keyless) {
            parents.add(new TableId("s", name));
        }
        if (parents.isEmpty() || random.nextInt(3) == 0) {
            return List.of();
        }
        TableId parent = parents.get(random.nextInt(parents.size()));
        boolean hasCode = tables.stream()
                .anyMatch(table ->
                        table.id().equals(parent) && !table.uniqueKeys().isEmpty());
        String column = hasCode && random.nextBoolean() ? "code" : "id";
        return List.of(new ForeignKeySchema(
                name + "_fk", List.of("parent"), parent, List.of(column), "NO ACTION", "NO ACTION", false));
    }

    private void transaction() {
        LogIndex position = new LogIndex(log.size() + 1L);
        List<ChangeEvent> events = new ArrayList<>();
        events.add(new ChangeEvent.TransactionBegin("t" + position.transactions(), position, Instant.EPOCH));
        int attempts = 1 + random.nextInt(6);
        for (int i = 0; i < attempts; i++) {
            try {
                change(tables.get(random.nextInt(tables.size())), events);
            } catch (ReplicationException refusedByAConstraint) {
                assert !refusedByAConstraint.isRetryable();
            }
        }
        session.commit();
        events.add(new ChangeEvent.TransactionCommit(position, Instant.EPOCH));
        log.add(events);
        remember();
    }

    private void remember() {
        Map<TableId, List<List<@Nullable String>>> state = new HashMap<>();
        tables.forEach(table -> state.put(table.id(), store.rows(table.id())));
        history.add(state);
    }

    private void change(TableSchema table, List<ChangeEvent> events) {
        List<List<@Nullable String>> rows = session.rows(table.id());
        int choice = random.nextInt(10);
        if (rows.isEmpty() || choice < 4) {
            List<@Nullable String> row = row(table);
            session.insert(table.id(), row);
            events.add(new ChangeEvent.RowInsert(table, complete(row)));
            return;
        }
        if (choice == 9 && !isReferredTo(table)) {
            session.clear(table.id());
            events.add(new ChangeEvent.TableTruncate(table));
            return;
        }
        List<@Nullable String> old = rows.get(random.nextInt(rows.size()));
        if (choice < 6) {
            session.delete(table.id(), complete(old));
            events.add(new ChangeEvent.RowDelete(table, identity(table, old)));
        } else {
            update(table, old, events);
        }
    }

    private boolean isReferredTo(TableSchema table) {
        return tables.stream()
                .flatMap(child -> child.foreignKeys().stream())
                .anyMatch(reference -> reference.parent().equals(table.id()));
    }

    private void update(TableSchema table, List<@Nullable String> old, List<ChangeEvent> events) {
        List<@Nullable String> row = new ArrayList<>(old);
        int column = random.nextInt(row.size());
        row.set(column, row(table).get(column));
        boolean carriesBody = column == 3 || table.primaryKey().isEmpty() || random.nextBoolean();
        Row after = carriesBody
                ? complete(row)
                : SampleChanges.row(row.get(0), row.get(1), row.get(2), SampleChanges.ABSENT);
        session.update(table.id(), complete(old), after);
        boolean tellsOld =
                fullImages.contains(table) || !String.valueOf(old.get(0)).equals(row.get(0));
        events.add(new ChangeEvent.RowUpdate(table, tellsOld ? identity(table, old) : null, after));
    }

    private List<@Nullable String> row(TableSchema table) {
        List<@Nullable String> row = new ArrayList<>();
        row.add(value());
        row.add(random.nextInt(3) == 0 ? null : value());
        row.add(table.foreignKeys().isEmpty() || random.nextInt(3) == 0 ? null : value());
        row.add("body" + serial++);
        return row;
    }

    private String value() {
        return Integer.toString(random.nextInt(VALUES));
    }

    private Row identity(TableSchema table, List<@Nullable String> old) {
        return fullImages.contains(table)
                ? complete(old)
                : SampleChanges.row(old.get(0), SampleChanges.ABSENT, SampleChanges.ABSENT, SampleChanges.ABSENT);
    }

    private static Row complete(List<@Nullable String> row) {
        return SampleChanges.row(row.toArray(new String[0]));
    }
}
