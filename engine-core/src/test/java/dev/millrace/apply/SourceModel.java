package dev.millrace.apply;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ColumnSchema;
import dev.millrace.model.DataType;
import dev.millrace.model.EngineFamily;
import dev.millrace.model.KeySchema;
import dev.millrace.model.Row;
import dev.millrace.model.RowBuffer;
import dev.millrace.model.TableId;
import dev.millrace.model.TableSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A source in memory: a keyed table with a second unique key and a column that updates may leave out (TOAST), and a keyless
 * table. Random transactions change it within a handful of keys and write what a log would tell; the state after each
 * transaction can be looked up.
 */
final class SourceModel {
    static final TableSchema KEYED = table("keyed")
            .column(column("id").notNull())
            .column(column("code"))
            .column(column("name"))
            .column(column("body"))
            .primaryKey(new KeySchema("keyed_pkey", List.of("id")))
            .uniqueKeys(List.of(new KeySchema("keyed_code_key", List.of("code"))))
            .build();
    static final TableSchema PLAIN = table("plain")
            .column(column("id").notNull())
            .column(column("code"))
            .column(column("name"))
            .column(column("body"))
            .primaryKey(new KeySchema("plain_pkey", List.of("id")))
            .build();
    static final TableSchema KEYLESS =
            table("keyless").column(column("a")).column(column("b")).build();

    private static final int KEYS = 4;
    private static final int BODY = 3;

    private final Random random;
    private final List<MemoryTable> tables =
            List.of(new MemoryTable(KEYED), new MemoryTable(PLAIN), new MemoryTable(KEYLESS));
    private final List<List<ChangeEvent>> log = new ArrayList<>();
    private final List<List<MemoryTable>> history = new ArrayList<>();
    private final RowBuffer buffer = new RowBuffer();
    private int serial;
    private boolean movesWholeRows;

    SourceModel(Random random) {
        this.random = random;
        remember();
    }

    /** Lets the log carry all values of a row that moves to another key. */
    SourceModel movingWholeRows() {
        movesWholeRows = true;
        return this;
    }

    /** The events of each transaction. */
    List<List<ChangeEvent>> log() {
        return log;
    }

    /** The table as it was after that many transactions. */
    MemoryTable tableAfter(int transactions, TableSchema schema) {
        return history.get(transactions).stream()
                .filter(table -> table.schema() == schema)
                .findFirst()
                .orElseThrow();
    }

    void transactions(int count, int largest) {
        for (int i = 0; i < count; i++) {
            transaction(1 + random.nextInt(largest));
        }
    }

    private void transaction(int changes) {
        List<ChangeEvent> events = new ArrayList<>();
        LogIndex position = new LogIndex(log.size() + 1L);
        events.add(new ChangeEvent.TransactionBegin("t" + position.transactions(), position, Instant.EPOCH));
        for (int i = 0; i < changes; i++) {
            MemoryTable table = tables.get(random.nextInt(tables.size()));
            if (table.schema() == KEYLESS) {
                changeKeyless(table, events);
            } else {
                changeKeyed(table, events);
            }
        }
        events.add(new ChangeEvent.TransactionCommit(position, Instant.EPOCH.plusSeconds(position.transactions())));
        log.add(events);
        remember();
    }

    private void remember() {
        history.add(tables.stream().map(MemoryTable::copy).toList());
    }

    private void changeKeyed(MemoryTable table, List<ChangeEvent> events) {
        String id = Integer.toString(random.nextInt(KEYS));
        Row key = row(id, null, null, null);
        int at = table.find(key);
        if (at < 0) {
            List<@Nullable String> values = Arrays.asList(id, freeCode(table), "n" + serial++, body());
            table.insert(values);
            events.add(new ChangeEvent.RowInsert(table.schema(), complete(values)));
        } else if (random.nextInt(4) == 0) {
            table.delete(key);
            events.add(new ChangeEvent.RowDelete(table.schema(), keyOnly(id)));
        } else {
            updateKeyed(table, id, at, events);
        }
    }

    private void updateKeyed(MemoryTable table, String id, int at, List<ChangeEvent> events) {
        List<@Nullable String> values = new ArrayList<>(table.rows().get(at));
        String newId = random.nextInt(4) == 0 ? Integer.toString(random.nextInt(KEYS)) : id;
        if (!newId.equals(id) && table.find(row(newId, null, null, null)) >= 0) {
            newId = id;
        }
        values.set(0, newId);
        if (random.nextBoolean()) {
            values.set(1, freeCode(table));
        }
        values.set(2, "n" + serial++);
        boolean keepsBody = random.nextBoolean() && (newId.equals(id) || !movesWholeRows);
        if (!keepsBody) {
            values.set(BODY, body());
        }
        Row after = keepsBody ? withoutBody(values) : complete(values);
        table.update(row(id, null, null, null), after);
        Row before = newId.equals(id) ? null : keyOnly(id);
        events.add(new ChangeEvent.RowUpdate(table.schema(), before, after));
    }

    private void changeKeyless(MemoryTable table, List<ChangeEvent> events) {
        if (table.rows().isEmpty() || random.nextBoolean()) {
            List<@Nullable String> values =
                    Arrays.asList(Integer.toString(random.nextInt(2)), random.nextInt(3) == 0 ? null : "b");
            table.insert(values);
            events.add(new ChangeEvent.RowInsert(KEYLESS, complete(values)));
            return;
        }
        List<@Nullable String> old =
                table.rows().get(random.nextInt(table.rows().size()));
        if (random.nextBoolean()) {
            table.delete(complete(old));
            events.add(new ChangeEvent.RowDelete(KEYLESS, complete(old)));
        } else {
            List<@Nullable String> values = Arrays.asList(old.get(0), "u" + serial++);
            table.update(complete(old), complete(values));
            events.add(new ChangeEvent.RowUpdate(KEYLESS, complete(old), complete(values)));
        }
    }

    /** A code that no other row has; NULL now and then. Codes wander between rows, which is what unique keys trip over. */
    private @Nullable String freeCode(MemoryTable table) {
        String code = "c" + random.nextInt(KEYS);
        boolean taken = table.rows().stream().anyMatch(row -> Objects.equals(row.get(1), code));
        return taken ? null : code;
    }

    private @Nullable String body() {
        return random.nextInt(5) == 0 ? null : "body" + serial++;
    }

    private Row complete(List<@Nullable String> values) {
        return row(values.toArray(new String[0]));
    }

    private Row withoutBody(List<@Nullable String> values) {
        buffer.begin(values.size());
        for (int i = 0; i < values.size(); i++) {
            if (i == BODY) {
                buffer.appendAbsent();
            } else {
                append(values.get(i));
            }
        }
        return buffer.finish();
    }

    private Row keyOnly(String id) {
        buffer.begin(KEYED.columnCount());
        append(id);
        for (int i = 1; i < KEYED.columnCount(); i++) {
            buffer.appendAbsent();
        }
        return buffer.finish();
    }

    private Row row(@Nullable String... values) {
        buffer.begin(values.length);
        for (String value : values) {
            append(value);
        }
        return buffer.finish();
    }

    private void append(@Nullable String value) {
        if (value == null) {
            buffer.appendNull();
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            buffer.append(bytes, 0, bytes.length);
        }
    }

    private static TableSchema.Builder table(String name) {
        return TableSchema.builder(new TableId("s", name), EngineFamily.POSTGRES);
    }

    private static ColumnSchema column(String name) {
        return ColumnSchema.of(name, DataType.of(DataType.Kind.CLOB), "text");
    }
}
