package dev.millrace.differential.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what two readers told, transaction by transaction, change by change, value by value. */
public final class Differences {
    private static final int LONGEST_VALUE = 300;
    private static final String NOTHING = "(not there)";

    private final List<String> found = new ArrayList<>();
    private String place = "";

    private Differences() {}

    /** What differs, in words; empty if nothing does. */
    public static List<String> between(List<NormalTransaction> oracle, List<NormalTransaction> tested) {
        Differences differences = new Differences();
        differences.compare(oracle, tested);
        return differences.found;
    }

    private void compare(List<NormalTransaction> oracle, List<NormalTransaction> tested) {
        for (int i = 0; i < Math.max(oracle.size(), tested.size()); i++) {
            place = "transaction " + i;
            if (i >= oracle.size() || i >= tested.size()) {
                report("number of transactions", oracle.size(), tested.size());
                return;
            }
            NormalTransaction left = oracle.get(i);
            NormalTransaction right = tested.get(i);
            place = "transaction " + i + " (" + left.name() + " / " + right.name() + ")";
            if (!left.name().equals(right.name())) {
                report("name", left.name(), right.name());
            }
            if (left.events().size() != right.events().size()) {
                report("number of changes", left.events().size(), right.events().size());
                report("changes", kinds(left), kinds(right));
                return;
            }
            compareEvents(left.events(), right.events());
        }
    }

    private static String kinds(NormalTransaction transaction) {
        List<String> kinds = transaction.events().stream()
                .map(event -> event.kind() + " " + event.table())
                .toList();
        return kinds.toString();
    }

    private void compareEvents(List<NormalEvent> oracle, List<NormalEvent> tested) {
        String transaction = place;
        for (int i = 0; i < oracle.size(); i++) {
            NormalEvent left = oracle.get(i);
            NormalEvent right = tested.get(i);
            place = transaction + " change " + i + " " + left.kind() + " " + left.table();
            if (left.kind() != right.kind() || !left.table().equals(right.table())) {
                report("change", left.kind() + " " + left.table(), right.kind() + " " + right.table());
                continue;
            }
            compareRows("before", left.before(), right.before());
            compareRows("after", left.after(), right.after());
        }
    }

    private void compareRows(String side, @Nullable NormalRow oracle, @Nullable NormalRow tested) {
        if (oracle == null || tested == null) {
            if (oracle != tested) {
                report(side, oracle == null ? NOTHING : "a row", tested == null ? NOTHING : "a row");
            }
            return;
        }
        Map<String, String> left = oracle.values();
        Map<String, String> right = tested.values();
        Set<String> columns = new TreeSet<>(left.keySet());
        columns.addAll(right.keySet());
        for (String column : columns) {
            String leftValue = left.getOrDefault(column, NOTHING);
            String rightValue = right.getOrDefault(column, NOTHING);
            if (!leftValue.equals(rightValue)) {
                report(side + "." + column, leftValue, rightValue);
            }
        }
    }

    private void report(String what, Object oracle, Object tested) {
        found.add(place + ", " + what + ":\n    oracle " + shortened(oracle) + "\n    native " + shortened(tested));
    }

    private static String shortened(Object value) {
        String text = value.toString();
        return text.length() <= LONGEST_VALUE
                ? text
                : text.substring(0, LONGEST_VALUE) + "… (" + text.length() + " characters)";
    }
}
