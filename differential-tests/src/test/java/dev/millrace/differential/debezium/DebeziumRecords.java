package dev.millrace.differential.debezium;

import dev.millrace.differential.Markers;
import dev.millrace.differential.normal.NormalEvent;
import dev.millrace.differential.normal.NormalEvent.Kind;
import dev.millrace.differential.normal.NormalRow;
import dev.millrace.differential.normal.NormalTransaction;
import dev.millrace.differential.normal.ValueForms;
import dev.millrace.differential.workload.TestColumn;
import dev.millrace.differential.workload.TestTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's records in normal form. */
public final class DebeziumRecords {
    private static final String TRANSACTIONS = DebeziumReader.PREFIX + ".transaction";
    private static final String MOVED_TO = "__debezium.newkey";
    private static final String MOVED_FROM = "__debezium.oldkey";

    private final Map<String, TestTable> tables = new HashMap<>();
    private final ValueForms values;
    private final boolean logHoldsWholeOldRows;
    private final List<NormalTransaction> transactions = new ArrayList<>();
    private final List<NormalEvent> events = new ArrayList<>();
    private @Nullable NormalRow moved;
    private @Nullable String transaction;
    private long told;

    private DebeziumRecords(List<TestTable> tables, ValueForms values, boolean logHoldsWholeOldRows) {
        tables.forEach(table -> this.tables.put(table.name(), table));
        this.values = values;
        this.logHoldsWholeOldRows = logHoldsWholeOldRows;
    }

    /**
     * Brings records into normal form.
     *
     * @param logHoldsWholeOldRows whether old rows are complete whatever the table's identity
     */
    public static List<NormalTransaction> normal(
            List<SourceRecord> records, List<TestTable> tables, ValueForms values, boolean logHoldsWholeOldRows) {
        DebeziumRecords reading = new DebeziumRecords(tables, values, logHoldsWholeOldRows);
        records.forEach(reading::read);
        return reading.transactions;
    }

    static boolean isEnd(SourceRecord record) {
        return record.topic().equals(TRANSACTIONS)
                && ((Struct) record.value()).getString("status").equals("END");
    }

    static boolean isMarker(SourceRecord record, String phase) {
        return record.topic().endsWith("." + Markers.TABLE)
                && ((Struct) record.value())
                        .getStruct("after")
                        .getString(Markers.PHASE)
                        .equals(phase);
    }

    private void read(SourceRecord record) {
        if (record.topic().equals(TRANSACTIONS)) {
            bracket((Struct) record.value());
        } else if (record.value() instanceof Struct value && value.schema().field("op") != null) {
            change(record, value);
        }
    }

    private void bracket(Struct bracket) {
        String id = name(bracket.getString("id"));
        if (bracket.getString("status").equals("BEGIN")) {
            endStatement();
            check(transaction == null, "transaction " + id + " begins inside of " + transaction);
            transaction = id;
            told = 0;
            return;
        }
        check(id.equals(transaction), "transaction " + id + " ends inside of " + transaction);
        check(moved == null, "half a moved row at the end of " + id);
        check(bracket.getInt64("event_count") == told, "transaction " + id + " was told with another number of events");
        if (!events.isEmpty()) {
            transactions.add(new NormalTransaction(id, events));
        }
        events.clear();
        transaction = null;
    }

    /** The connector for MariaDB tells the begin of a TRUNCATE's transaction and not its end. */
    private void endStatement() {
        if (transaction != null && events.size() == 1 && events.get(0).kind() == Kind.TRUNCATE) {
            transactions.add(new NormalTransaction(transaction, events));
            events.clear();
            transaction = null;
        }
    }

    /** On PostgreSQL the place of the event follows the transaction's number. */
    private static String name(String id) {
        return id.replaceFirst("^(\\d+):\\d+$", "$1");
    }

    private void change(SourceRecord record, Struct value) {
        if (transaction == null && value.getString("op").equals("t")) {
            transactions.add(truncation(value.getStruct("source")));
            return;
        }
        Struct of = value.getStruct("transaction");
        check(
                of != null && name(of.getString("id")).equals(transaction),
                "an event outside of its transaction " + transaction);
        told++;
        String table = value.getStruct("source").getString("table");
        switch (value.getString("op")) {
            case "c" -> inserted(record, table, row(table, value.getStruct("after")));
            case "u" -> events.add(updated(table, old(table, value), row(table, value.getStruct("after"))));
            case "d" -> deleted(record, table, value);
            case "t" -> events.add(new NormalEvent(Kind.TRUNCATE, table, null, null));
            default -> throw new IllegalStateException("unknown operation " + value.getString("op"));
        }
    }

    /** On MySQL a truncation is a statement of its own and not part of a transaction. */
    private static NormalTransaction truncation(Struct source) {
        String name = source.schema().field("gtid") == null ? null : source.getString("gtid");
        NormalEvent event = new NormalEvent(Kind.TRUNCATE, source.getString("table"), null, null);
        return new NormalTransaction(name == null ? "" : name, List.of(event));
    }

    /** Debezium tells an update that moves a row to another key as a delete and an insert, and marks both. */
    private void inserted(SourceRecord record, String table, NormalRow after) {
        if (record.headers().lastWithName(MOVED_FROM) == null) {
            check(moved == null, "half a moved row");
            events.add(new NormalEvent(Kind.INSERT, table, null, after));
            return;
        }
        check(moved != null, "a moved row without its old key");
        events.add(updated(table, moved, after));
        moved = null;
    }

    private void deleted(SourceRecord record, String table, Struct value) {
        NormalRow before = old(table, value);
        check(before != null, "a delete without an old row");
        if (record.headers().lastWithName(MOVED_TO) == null) {
            events.add(new NormalEvent(Kind.DELETE, table, before, null));
        } else {
            moved = before;
        }
    }

    private static NormalEvent updated(String table, @Nullable NormalRow before, NormalRow after) {
        return new NormalEvent(Kind.UPDATE, table, before, after.completedBy(before));
    }

    /** Debezium shows NULL where the log's old row has only the key. */
    private @Nullable NormalRow old(String table, Struct value) {
        Struct before = value.getStruct("before");
        if (before == null) {
            return null;
        }
        NormalRow row = row(table, before);
        return logHoldsWholeOldRows
                        || !tables.containsKey(table)
                        || tables.get(table).isFull()
                ? row
                : row.only(TestTable.ID);
    }

    private NormalRow row(String table, Struct struct) {
        Map<String, String> row = new TreeMap<>();
        for (Field field : struct.schema().fields()) {
            Object value = struct.get(field);
            TestColumn column = Markers.column(tables.get(table), field.name());
            String normal = value == null ? NormalRow.NULL : normal(column, field, value);
            if (normal != null) {
                row.put(field.name(), normal);
            }
        }
        return new NormalRow(row);
    }

    private @Nullable String normal(TestColumn column, Field field, Object value) {
        try {
            return values.ofDebezium(column, field.schema(), value);
        } catch (RuntimeException failure) {
            return "(" + value.getClass().getSimpleName() + " " + value + " can't be read: " + failure + ")";
        }
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise + ", after " + transactions.size() + " transactions");
        }
    }
}
