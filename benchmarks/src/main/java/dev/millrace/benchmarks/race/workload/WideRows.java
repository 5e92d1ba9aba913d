package dev.millrace.benchmarks.race.workload;

import java.util.ArrayList;
import java.util.List;

/** Forty columns, about one kilobyte a row: numbers, amounts, times, texts, and some that are NULL. */
record WideRows() implements RowShape {
    private static final int INTEGERS = 8;
    private static final int AMOUNTS = 5;
    private static final int TIMES = 5;
    private static final int TEXTS = 19;
    private static final int EMPTY = 2;

    @Override
    public Table table() {
        List<String> columns = new ArrayList<>();
        columns.add("id bigint NOT NULL PRIMARY KEY");
        add(columns, INTEGERS, "count_%d integer NOT NULL");
        add(columns, AMOUNTS, "amount_%d numeric(12,2) NOT NULL");
        add(columns, TIMES, "time_%d timestamp NOT NULL");
        add(columns, TEXTS, "text_%d varchar(80) NOT NULL");
        add(columns, EMPTY, "empty_%d varchar(40)");
        return new Table("wide_rows", columns, List.of());
    }

    private static void add(List<String> columns, int count, String definition) {
        for (int i = 1; i <= count; i++) {
            columns.add(definition.formatted(i));
        }
    }

    @Override
    public String values(Dialect dialect, String id) {
        List<String> values = new ArrayList<>(List.of(id));
        for (int i = 1; i <= INTEGERS; i++) {
            values.add(id + " % " + 7919 * i);
        }
        for (int i = 1; i <= AMOUNTS; i++) {
            values.add(id + " % " + 100_003 * i + " / 100.0");
        }
        for (int i = 1; i <= TIMES; i++) {
            values.add(dialect.secondsLater("(" + id + " % " + 86_399 * i + ")"));
        }
        for (int i = 1; i <= TEXTS; i++) {
            values.add("concat('text ', " + id + ", ' of column " + i + " in a row of forty columns')");
        }
        for (int i = 1; i <= EMPTY; i++) {
            values.add("NULL");
        }
        return String.join(", ", values);
    }

    @Override
    public String update() {
        return "amount_1 = amount_1 + 1, text_3 = concat('changed: ', text_3), empty_1 = 'now set'";
    }
}
