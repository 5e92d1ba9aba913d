package dev.millrace.differential.normal;

import dev.millrace.differential.Markers;
import dev.millrace.differential.workload.TestColumn;
import dev.millrace.differential.workload.TestTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings events with values in canonical form, as native readers tell them, into normal form. */
public final class CanonicalValues {
    private final Map<String, TestTable> tables = new HashMap<>();
    private final ValueForms values;

    private CanonicalValues(List<TestTable> tables, ValueForms values) {
        tables.forEach(table -> this.tables.put(table.name(), table));
        this.values = values;
    }

    public static List<NormalTransaction> normal(
            List<NormalTransaction> transactions, List<TestTable> tables, ValueForms values) {
        CanonicalValues reading = new CanonicalValues(tables, values);
        return transactions.stream().map(reading::normal).toList();
    }

    private NormalTransaction normal(NormalTransaction transaction) {
        List<NormalEvent> events = new ArrayList<>();
        for (NormalEvent event : transaction.events()) {
            TestTable table = tables.get(event.table());
            events.add(new NormalEvent(
                    event.kind(), event.table(), normal(table, event.before()), normal(table, event.after())));
        }
        return new NormalTransaction(transaction.name(), events);
    }

    private @Nullable NormalRow normal(@Nullable TestTable table, @Nullable NormalRow row) {
        if (row == null) {
            return null;
        }
        Map<String, String> normal = new TreeMap<>();
        row.values().forEach((name, value) -> normal.put(name, normal(Markers.column(table, name), value)));
        return new NormalRow(normal);
    }

    private String normal(TestColumn column, String canonical) {
        if (canonical.equals(NormalRow.NULL)) {
            return canonical;
        }
        try {
            return values.ofNative(column, canonical);
        } catch (RuntimeException failure) {
            return "('" + canonical + "' can't be read: " + failure + ")";
        }
    }
}
