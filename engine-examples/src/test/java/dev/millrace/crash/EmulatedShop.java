package dev.millrace.crash;

import dev.millrace.emulated.sqlserver.EmulatedColumn;
import dev.millrace.emulated.sqlserver.EmulatedDatabase;
import dev.millrace.emulated.sqlserver.EmulatedTable;
import dev.millrace.emulated.sqlserver.EmulatedTransaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two tables of an emulated SQL Server, one with a key and one without, and a session that changes them until it is stopped: inserts, updates, moved
 * keys, deletes, rollbacks, many rows at once, and equal rows.
 */
final class EmulatedShop implements Runnable {
    static final String SCHEMA = "sales";
    static final List<String> TABLES = List.of("items", "marks");

    private static final List<String> ITEM = List.of("id", "name", "amount");
    private static final List<String> MARK = List.of("kind", "what");
    private static final int ROWS = 2_000;
    private static final int KINDS = 20;
    private static final int MANY = 500;

    private final EmulatedDatabase database;
    private final Random random;
    private final boolean tellsOldRows;
    private final int pauseMillis;
    private final TreeSet<Integer> present = new TreeSet<>();
    private int next;
    private int transactions;
    private volatile boolean stopped;

    /**
     * @param tellsOldRows whether an update of a key, or of rows without one, is one in the log, as under trace flag 8207, or a delete and an
     *     insert
     * @param pauseMillis between two transactions
     */
    EmulatedShop(EmulatedDatabase database, long seed, boolean tellsOldRows, int pauseMillis) {
        this.database = database;
        this.random = new Random(seed);
        this.tellsOldRows = tellsOldRows;
        this.pauseMillis = pauseMillis;
    }

    static List<String> columns(String table) {
        return table.equals("items") ? ITEM : MARK;
    }

    void create() {
        database.createSchema(SCHEMA);
        database.createTable(EmulatedTable.of(
                SCHEMA,
                "items",
                List.of(
                        EmulatedColumn.of("id", "bigint", false),
                        EmulatedColumn.of("name", "nvarchar(60)", true),
                        EmulatedColumn.of("amount", "int", true)),
                List.of("id")));
        database.createTable(EmulatedTable.of(
                SCHEMA,
                "marks",
                List.of(EmulatedColumn.of("kind", "int", true), EmulatedColumn.of("what", "nvarchar(20)", true)),
                List.of()));
        TABLES.forEach(table -> database.enableCapture(SCHEMA, table, SCHEMA + "_" + table));
        database.transaction(changes -> {
            insertItems(changes, ROWS);
            List<List<@Nullable Object>> marks = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                marks.add(Arrays.asList(i % KINDS, "same"));
            }
            changes.insert(SCHEMA, "marks", MARK, marks);
        });
    }

    private void insertItems(EmulatedTransaction changes, int count) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            present.add(next);
            rows.add(Arrays.asList(next, "item " + next, random.nextInt(100)));
            next++;
        }
        changes.insert(SCHEMA, "items", ITEM, rows);
    }

    /** How many were committed; to be asked when it has ended. */
    int transactions() {
        return transactions;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (EmulatedTransaction changes = database.begin()) {
            while (!stopped) {
                if (random.nextInt(10) == 0) {
                    changes.insert(SCHEMA, "items", ITEM, List.of(Arrays.asList(-1, "rolled back", null)));
                    changes.rollback();
                }
                change(changes);
                changes.commit();
                transactions++;
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private void change(EmulatedTransaction changes) {
        int id = present.pollFirst();
        switch (random.nextInt(6)) {
            case 0 -> changes.delete(SCHEMA, "items", Map.of("id", id));
            case 1 -> move(changes, id);
            case 2 -> {
                present.add(id);
                insertItems(changes, random.nextInt(20) == 0 ? MANY : 3);
            }
            case 3 -> {
                present.add(id);
                int kind = random.nextInt(KINDS);
                rename(changes, kind);
                changes.delete(SCHEMA, "marks", Map.of("kind", random.nextInt(KINDS), "what", "changed"));
                changes.insert(
                        SCHEMA, "marks", MARK, List.of(Arrays.asList(kind, "same"), Arrays.asList(kind, "same")));
            }
            default -> {
                present.add(id);
                changes.update(SCHEMA, "items", Map.of("id", id), Map.of("amount", random.nextInt()));
            }
        }
    }

    private void rename(EmulatedTransaction changes, int kind) {
        Map<String, @Nullable Object> old = Map.of("kind", kind, "what", "same");
        if (tellsOldRows) {
            changes.update(SCHEMA, "marks", old, Map.of("what", "changed"));
        } else {
            changes.delete(SCHEMA, "marks", old);
            changes.insert(SCHEMA, "marks", MARK, List.of(Arrays.asList(kind, "changed")));
        }
    }

    private void move(EmulatedTransaction changes, int id) {
        if (tellsOldRows) {
            changes.update(SCHEMA, "items", Map.of("id", id), Map.of("id", next));
            present.add(next++);
        } else {
            changes.delete(SCHEMA, "items", Map.of("id", id));
            insertItems(changes, 1);
        }
    }
}
