package dev.millrace.testing.script;

import dev.millrace.testing.script.Step.AddColumn;
import dev.millrace.testing.script.Step.Commit;
import dev.millrace.testing.script.Step.Delete;
import dev.millrace.testing.script.Step.Insert;
import dev.millrace.testing.script.Step.OfSession;
import dev.millrace.testing.script.Step.Rollback;
import dev.millrace.testing.script.Step.RollbackTo;
import dev.millrace.testing.script.Step.Savepoint;
import dev.millrace.testing.script.Step.Truncate;
import dev.millrace.testing.script.Step.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a database has to hold after a script, and what its log has to tell of it: rows in memory, and nothing of any server. Sessions see what is
 * committed and what they have done themselves. Not thread-safe.
 */
final class ScriptModel {
    private final Map<String, List<String>> columns = new HashMap<>();
    private final Map<String, SortedMap<Long, List<@Nullable String>>> committed = new HashMap<>();
    private final Map<Integer, OpenTransaction> open = new HashMap<>();
    private final List<ExpectedTransaction> transactions = new ArrayList<>();

    ScriptModel() {
        for (ScriptTable table : ScriptTable.values()) {
            columns.put(table.title(), new ArrayList<>(table.columns()));
            committed.put(table.title(), new TreeMap<>());
        }
    }

    /** What all steps but those of the administrator do. */
    void apply(Step step) {
        if (step instanceof OfSession mine) {
            apply(mine);
        } else if (step instanceof AddColumn added) {
            columns(added.table()).add(added.column());
        } else if (step instanceof Truncate truncated) {
            rows(truncated.table()).clear();
            transactions.add(new ExpectedTransaction(ExpectedTransaction.truncation(truncated.table()), Map.of()));
        }
    }

    private void apply(OfSession step) {
        OpenTransaction transaction = open.computeIfAbsent(step.session(), session -> new OpenTransaction());
        if (step instanceof Insert insert) {
            insert.rows().forEach(row -> transaction.put(insert.table(), id(row), row));
        } else if (step instanceof Update update) {
            update(transaction, update);
        } else if (step instanceof Delete delete) {
            transaction.put(delete.table(), Long.parseLong(delete.id()), null);
        } else if (step instanceof Savepoint) {
            transaction.save();
        } else if (step instanceof RollbackTo back) {
            transaction.rollbackTo(back.savepoint());
        } else if (step instanceof Commit commit) {
            commit(transaction, commit);
            open.remove(step.session());
        } else if (step instanceof Rollback) {
            open.remove(step.session());
        }
    }

    private void update(OpenTransaction transaction, Update update) {
        long id = Long.parseLong(update.id());
        List<@Nullable String> before =
                visible(update.session(), update.table()).get(id);
        if (before == null) {
            throw new IllegalStateException("the script changes a row that is not there: " + update);
        }
        List<@Nullable String> after = new ArrayList<>(before);
        List<String> names = columns(update.table());
        while (after.size() < names.size()) {
            after.add(null);
        }
        update.values().forEach((column, value) -> after.set(names.indexOf(column), value));
        if (id(after) != id) {
            transaction.put(update.table(), id, null);
        }
        transaction.put(update.table(), id(after), after);
    }

    private void commit(OpenTransaction transaction, Commit commit) {
        transaction.put(ScriptTable.JOURNAL.title(), commit.name(), List.of("" + commit.name(), "" + commit.session()));
        Map<String, String> effects = new TreeMap<>();
        transaction
                .changes()
                .forEach((table, changes) -> changes.forEach((id, after) -> {
                    String old = text(
                            after == null ? rows(table).remove(id) : rows(table).put(id, after));
                    if (!old.equals(text(after))) {
                        effects.put(table + " " + id, text(after));
                    }
                }));
        transactions.add(new ExpectedTransaction("" + commit.name(), effects));
    }

    private static long id(List<@Nullable String> row) {
        return Long.parseLong(String.valueOf(row.get(0)));
    }

    private static String text(@Nullable List<@Nullable String> row) {
        return row == null
                ? ExpectedTransaction.gone()
                : ScriptTable.trimmed(row).toString();
    }

    /** The rows of a table as a session sees them, by key. */
    SortedMap<Long, List<@Nullable String>> visible(int session, String table) {
        SortedMap<Long, List<@Nullable String>> rows = new TreeMap<>(rows(table));
        OpenTransaction transaction = open.get(session);
        if (transaction != null) {
            transaction.changes().getOrDefault(table, Map.of()).forEach((id, after) -> {
                if (after == null) {
                    rows.remove(id);
                } else {
                    rows.put(id, after);
                }
            });
        }
        return rows;
    }

    /** What a session's transaction has done; null if none is open. */
    @Nullable
    OpenTransaction open(int session) {
        return open.get(session);
    }

    /** The columns that a table has by now. */
    List<String> columns(String table) {
        return java.util.Objects.requireNonNull(columns.get(table));
    }

    private SortedMap<Long, List<@Nullable String>> rows(String table) {
        return java.util.Objects.requireNonNull(committed.get(table));
    }

    /** The committed rows of a table as texts, in the order of these. */
    List<String> content(String table) {
        return rows(table).values().stream().map(ScriptModel::text).sorted().toList();
    }

    /** Every transaction that was committed, in that order. */
    List<ExpectedTransaction> transactions() {
        return List.copyOf(transactions);
    }
}
