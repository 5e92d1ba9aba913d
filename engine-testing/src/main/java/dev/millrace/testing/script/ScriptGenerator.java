package dev.millrace.testing.script;

import dev.millrace.testing.script.Step.AddColumn;
import dev.millrace.testing.script.Step.Commit;
import dev.millrace.testing.script.Step.Delete;
import dev.millrace.testing.script.Step.Insert;
import dev.millrace.testing.script.Step.LogSwitch;
import dev.millrace.testing.script.Step.Retention;
import dev.millrace.testing.script.Step.Rollback;
import dev.millrace.testing.script.Step.RollbackTo;
import dev.millrace.testing.script.Step.Savepoint;
import dev.millrace.testing.script.Step.Truncate;
import dev.millrace.testing.script.Step.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes one script. Each session writes to rows of its own, told by their numbers, so that none waits for another; session 0 has the long
 * transactions, which leave {@link ScriptTable#ITEMS} alone, as that table's definition changes meanwhile. Used once.
 */
final class ScriptGenerator {
    private static final int SESSIONS = 5;
    private static final int LONG = 0;
    private static final int MOST_SAVEPOINTS = 3;

    private final Traits traits;
    private final Random random;
    private final ScriptValues values;
    private final ScriptModel model = new ScriptModel();
    private final Map<ScriptTable, Integer> numbers = new HashMap<>();
    private List<Step> steps = new ArrayList<>();
    private int names;

    ScriptGenerator(long seed, Traits traits) {
        this.traits = traits;
        this.random = new Random(seed);
        this.values = new ScriptValues(random);
    }

    Script script() {
        for (int session = 0; session < SESSIONS; session++) {
            for (ScriptTable table : List.of(ScriptTable.ITEMS, ScriptTable.ORDERS, ScriptTable.NOTES)) {
                insert(session, table, table.isLarge() ? 6 : 40);
            }
            commit(session);
        }
        change(LONG);
        anySteps(60);
        List<Step> before = phase();
        anySteps(120);
        List<Step> beside = phase();
        List<Runnable> events = new ArrayList<>(List.of(
                () -> large(true),
                () -> large(false),
                () -> addColumn("added"),
                () -> commit(LONG),
                () -> rollback(LONG)));
        if (traits.truncates()) {
            events.add(this::truncate);
        }
        java.util.Collections.shuffle(events, random);
        events.add(this::forget);
        events.add(() -> addColumn("later"));
        for (Runnable event : events) {
            anySteps(25);
            if (traits.switchesLogs() && random.nextBoolean()) {
                add(new LogSwitch());
            }
            event.run();
        }
        anySteps(40);
        settleAll();
        return new Script(before, beside, phase(), model.transactions(), model);
    }

    private List<Step> phase() {
        List<Step> done = steps;
        steps = new ArrayList<>();
        return done;
    }

    private void add(Step step) {
        model.apply(step);
        steps.add(step);
    }

    private void anySteps(int count) {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(12) == 0) {
                change(LONG);
            } else {
                anyStep(1 + random.nextInt(SESSIONS - 1));
            }
        }
    }

    private void anyStep(int session) {
        OpenTransaction open = model.open(session);
        int kind = random.nextInt(100);
        if (open == null || kind < 60) {
            change(session);
        } else if (kind < 78) {
            commit(session);
        } else if (kind < 83) {
            rollback(session);
        } else if (kind < 91 && open.savepoints() < MOST_SAVEPOINTS) {
            add(new Savepoint(session));
        } else {
            rollbackToAny(session, open);
        }
    }

    private void rollbackToAny(int session, OpenTransaction open) {
        if (open.savepoints() == 0) {
            return;
        }
        int savepoint = random.nextInt(open.savepoints());
        if (traits.takesLargeValuesBack() || !open.hasWrittenSince(savepoint, ScriptTable.NOTES.title())) {
            add(new RollbackTo(session, savepoint));
        }
    }

    private void change(int session) {
        change(session, anyTable(session));
    }

    private void change(int session, ScriptTable table) {
        int kind = random.nextInt(100);
        Long id = anyRow(session, table);
        if (id == null || kind < 30) {
            insert(session, table, 1);
        } else if (kind < 38) {
            insert(session, table, 2 + random.nextInt(table.isLarge() ? 3 : 20));
        } else if (kind < 75) {
            add(new Update(session, table.title(), "" + id, values.changes(table, model.columns(table.title()))));
        } else if (kind < 85 && (traits.rekeysLargeRows() || !table.isLarge())) {
            Map<String, @Nullable String> changes = values.changes(table, model.columns(table.title()));
            changes.put("id", "" + freeNumber(session, table));
            add(new Update(session, table.title(), "" + id, changes));
        } else {
            add(new Delete(session, table.title(), "" + id));
        }
    }

    private ScriptTable anyTable(int session) {
        int kind = random.nextInt(10);
        return kind < 2 ? ScriptTable.NOTES : kind < 6 || session == LONG ? ScriptTable.ORDERS : ScriptTable.ITEMS;
    }

    private @Nullable Long anyRow(int session, ScriptTable table) {
        List<Long> mine = model.visible(session, table.title()).keySet().stream()
                .filter(id -> id % SESSIONS == session)
                .toList();
        return mine.isEmpty() ? null : mine.get(random.nextInt(mine.size()));
    }

    private void insert(int session, ScriptTable table, int count) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        List<String> columns = model.columns(table.title());
        long reused = freeNumber(session, table);
        rows.add(values.row(table, columns, reused));
        while (rows.size() < count) {
            rows.add(values.row(table, columns, newNumber(session, table)));
        }
        add(new Insert(session, table.title(), rows));
    }

    /** Now and then one that a row has had before. */
    private long freeNumber(int session, ScriptTable table) {
        SortedMap<Long, List<@Nullable String>> visible = model.visible(session, table.title());
        int used = numbers.getOrDefault(table, 0);
        if (used > 0 && random.nextInt(3) == 0) {
            long old = (long) random.nextInt(used) * SESSIONS + session;
            if (!visible.containsKey(old)) {
                return old;
            }
        }
        return newNumber(session, table);
    }

    private long newNumber(int session, ScriptTable table) {
        return (long) (numbers.merge(table, 1, Integer::sum) - 1) * SESSIONS + session;
    }

    private void commit(int session) {
        if (model.open(session) != null) {
            add(new Commit(session, ++names));
        }
    }

    private void rollback(int session) {
        if (model.open(session) != null) {
            add(new Rollback(session, ++names));
        }
    }

    private void settleAll() {
        for (int session = 0; session < SESSIONS; session++) {
            settle(session);
        }
    }

    /** Ends every transaction that has written to a table. */
    private void settle(String table) {
        for (int session = 0; session < SESSIONS; session++) {
            OpenTransaction open = model.open(session);
            if (open != null && open.touched().contains(table)) {
                settle(session);
            }
        }
    }

    private void settle(int session) {
        if (random.nextInt(4) == 0) {
            rollback(session);
        } else {
            commit(session);
        }
    }

    /** Very many rows, a third of them in vain; others write meanwhile. */
    private void large(boolean committed) {
        int session = 1;
        settle(session);
        for (int i = 0; i < 6; i++) {
            insert(session, ScriptTable.ORDERS, traits.largeRows() / 6);
            anyStep(2 + random.nextInt(SESSIONS - 2));
            for (int changed = 0; changed < 10; changed++) {
                change(session, ScriptTable.ORDERS);
            }
            if (i == 1) {
                add(new Savepoint(session));
            } else if (i == 3) {
                add(new RollbackTo(session, 0));
            }
        }
        if (committed) {
            commit(session);
        } else {
            rollback(session);
        }
    }

    /** A change of the wider table follows, by which a reader learns of it. */
    private void addColumn(String column) {
        settle(ScriptTable.ITEMS.title());
        add(new AddColumn(ScriptTable.ITEMS.title(), column));
        insert(2, ScriptTable.ITEMS, 5);
        commit(2);
    }

    private void truncate() {
        settle(ScriptTable.ITEMS.title());
        add(new Truncate(ScriptTable.ITEMS.title()));
    }

    private void forget() {
        if (traits.needsLogOfOpenTransactions()) {
            settleAll();
        }
        add(new Retention());
    }
}
