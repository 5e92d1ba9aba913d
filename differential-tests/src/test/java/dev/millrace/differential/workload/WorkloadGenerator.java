package dev.millrace.differential.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Makes the statements of a workload. The same seed makes the same statements. Sessions interleave, and each has rows of its own
 * ({@code id} modulo the number of sessions), so that none ever waits for another.
 */
public final class WorkloadGenerator {
    /** How many transactions may be open at a time. */
    public static final int SESSIONS = 3;

    private static final int LARGE_TRANSACTION_ROWS = 1_500;
    private static final int ROWS_PER_STATEMENT = 250;
    private static final int MOVED = 1_000_000;

    private final Random random;
    private final List<TestTable> tables;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, List<Integer>> ids = new HashMap<>();
    private final int[] nextId = new int[SESSIONS];
    private final int[] statementsLeft = new int[SESSIONS];
    private final boolean[] savepoint = new boolean[SESSIONS];

    public WorkloadGenerator(long seed, List<TestTable> tables) {
        this.random = new Random(seed);
        this.tables = List.copyOf(tables);
        for (int session = 0; session < SESSIONS; session++) {
            nextId[session] = session;
        }
    }

    /** Every edge of every column, in inserts, updates and deletes. */
    public List<Step> covering() {
        for (TestTable table : tables) {
            int rows = table.coveringRows();
            for (int row = 0; row < rows; row++) {
                steps.add(new Step(0, insert(table, List.of(edgeRow(table, 0, row)))));
                if (row % 5 == 4) {
                    steps.add(new Step(0, Step.COMMIT));
                }
            }
            steps.add(new Step(0, Step.COMMIT));
            shiftEdges(table, rows);
            steps.add(new Step(0, Step.COMMIT));
        }
        return take();
    }

    /** Every edge of every column, in rows that nothing changes any more. */
    public List<Step> lasting(List<TestTable> of) {
        for (TestTable table : of) {
            for (int row = 0; row < table.coveringRows(); row++) {
                steps.add(new Step(0, insert(table, List.of(edgeRow(table, 0, row)))));
            }
            steps.add(new Step(0, Step.COMMIT));
        }
        return take();
    }

    /** The rows just inserted get the next edge each, and some of them are deleted, so that edges are old values, too. */
    private void shiftEdges(TestTable table, int rows) {
        int firstId = nextId[0] - rows * SESSIONS;
        for (int row = 0; row < rows; row++) {
            int number = row + 1;
            String assignments = table.columns().stream()
                    .map(column -> column.name() + " = " + column.edge(number))
                    .collect(Collectors.joining(", "));
            int id = firstId + row * SESSIONS;
            steps.add(new Step(0, "UPDATE " + table.name() + " SET " + assignments + " WHERE id = " + id));
            if (row % 2 == 1) {
                steps.add(new Step(0, "DELETE FROM " + table.name() + " WHERE id = " + id));
            }
        }
    }

    /** Random transactions in several sessions at once, some of them rolled back, in whole or to a savepoint. */
    public List<Step> mixed(int statements) {
        for (int i = 0; i < statements; i++) {
            int session = random.nextInt(SESSIONS);
            if (statementsLeft[session] == 0) {
                statementsLeft[session] = 1 + random.nextInt(8);
            }
            changeOrSavepoint(session);
            if (--statementsLeft[session] == 0) {
                end(session, random.nextInt(8) == 0 ? Step.ROLLBACK : Step.COMMIT);
            }
        }
        for (int session = 0; session < SESSIONS; session++) {
            statementsLeft[session] = 0;
            end(session, Step.COMMIT);
        }
        return take();
    }

    /** A transaction of a few thousand rows. Nothing else runs meanwhile. */
    public List<Step> large() {
        TestTable table = smallKeyedTable();
        int firstId = nextId[0];
        for (int done = 0; done < LARGE_TRANSACTION_ROWS; done += ROWS_PER_STATEMENT) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < ROWS_PER_STATEMENT; i++) {
                rows.add(randomRow(table, 0));
            }
            steps.add(new Step(0, insert(table, rows)));
        }
        TestColumn column = pick(table.columns());
        String range = " WHERE id >= " + firstId + " AND id < ";
        steps.add(new Step(
                0,
                "UPDATE " + table.name() + " SET " + column.name() + " = " + pick(column.edges()) + range + nextId[0]));
        steps.add(new Step(0, "DELETE FROM " + table.name() + range + (firstId + (nextId[0] - firstId) / 2)));
        steps.add(new Step(0, Step.COMMIT));
        return take();
    }

    /** A table emptied at once. Nothing else runs meanwhile. */
    public List<Step> truncate() {
        TestTable table = pick(tables);
        steps.add(new Step(0, insert(table, List.of(randomRow(table, 0)))));
        steps.add(new Step(0, Step.COMMIT));
        steps.add(new Step(0, "TRUNCATE TABLE " + table.name()));
        steps.add(new Step(0, Step.COMMIT));
        steps.add(new Step(0, insert(table, List.of(randomRow(table, 0)))));
        steps.add(new Step(0, Step.COMMIT));
        return take();
    }

    private List<Step> take() {
        List<Step> made = List.copyOf(steps);
        steps.clear();
        return made;
    }

    private void end(int session, String how) {
        savepoint[session] = false;
        steps.add(new Step(session, how));
    }

    private void changeOrSavepoint(int session) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            steps.add(new Step(session, "SAVEPOINT millrace"));
            savepoint[session] = true;
        } else if (kind <= 2 && savepoint[session]) {
            steps.add(new Step(session, "ROLLBACK TO SAVEPOINT millrace"));
        } else {
            steps.add(new Step(session, change(session)));
        }
    }

    private String change(int session) {
        // a table without a key is searched whole and so would be locked whole
        TestTable table = session == 0 ? pick(tables) : keyedTable();
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> insert(table, List.of(randomRow(table, session)));
            case 3 ->
                insert(table, List.of(randomRow(table, session), randomRow(table, session), randomRow(table, session)));
            case 4, 5, 6, 7 -> update(table, session);
            case 8 -> "UPDATE " + table.name() + " SET id = id + " + MOVED + " WHERE id = " + knownId(table, session);
            default -> "DELETE FROM " + table.name() + " WHERE id = " + knownId(table, session);
        };
    }

    private String update(TestTable table, int session) {
        int count = random.nextInt(4) == 0 ? table.columns().size() : 1 + random.nextInt(2);
        List<TestColumn> changed = new ArrayList<>(table.columns());
        while (changed.size() > count) {
            changed.remove(random.nextInt(changed.size()));
        }
        String assignments = changed.stream()
                .map(column -> column.name() + " = " + column.any(random))
                .collect(Collectors.joining(", "));
        return "UPDATE " + table.name() + " SET " + assignments + " WHERE id = " + knownId(table, session);
    }

    /** An id inserted not long ago. The row may have gone meanwhile: a change that hits nothing changes nothing. */
    private int knownId(TestTable table, int session) {
        List<Integer> ids = idsOf(table, session);
        return ids.isEmpty() ? session : ids.get(Math.max(0, ids.size() - 1 - random.nextInt(25)));
    }

    private List<Integer> idsOf(TestTable table, int session) {
        return ids.computeIfAbsent(table.name() + "/" + session, unused -> new ArrayList<>());
    }

    private TestTable smallKeyedTable() {
        TestTable table;
        do {
            table = keyedTable();
        } while (table.edgeCharacters() > LARGE_TRANSACTION_ROWS);
        return table;
    }

    private TestTable keyedTable() {
        TestTable table;
        do {
            table = pick(tables);
        } while (!table.hasKey());
        return table;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String edgeRow(TestTable table, int session, int number) {
        return row(
                table,
                session,
                table.columns().stream().map(column -> column.edge(number)).toList());
    }

    private String randomRow(TestTable table, int session) {
        return row(
                table,
                session,
                table.columns().stream().map(column -> column.any(random)).toList());
    }

    private String row(TestTable table, int session, List<String> values) {
        int id = nextId[session];
        idsOf(table, session).add(id);
        nextId[session] += SESSIONS;
        return "(" + id + ", " + String.join(", ", values) + ")";
    }

    private static String insert(TestTable table, List<String> rows) {
        String names = table.columns().stream().map(TestColumn::name).collect(Collectors.joining(", "));
        return "INSERT INTO " + table.name() + " (id, " + names + ") VALUES " + String.join(", ", rows);
    }
}
