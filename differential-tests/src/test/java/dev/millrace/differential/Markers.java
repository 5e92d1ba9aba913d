package dev.millrace.differential;

import dev.millrace.differential.normal.NormalTransaction;
import dev.millrace.differential.workload.TestColumn;
import dev.millrace.differential.workload.TestTable;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A table whose rows tell where in the log the compared part begins and ends. */
public final class Markers {
    public static final String TABLE = "marker";
    public static final String PHASE = "phase";

    static final String START = "start";
    static final String END = "end";

    private Markers() {}

    static String creation() {
        return "CREATE TABLE " + TABLE + " (id bigint NOT NULL PRIMARY KEY, " + PHASE + " varchar(40) NOT NULL)";
    }

    static String insert(long id, String phase) {
        return "INSERT INTO " + TABLE + " VALUES (" + id + ", '" + phase + "')";
    }

    /** What is known of a column; {@code id} and the columns of markers are not among those under test. */
    public static TestColumn column(@Nullable TestTable table, String name) {
        if (table != null) {
            return table.column(name).orElseGet(() -> plain(name, "bigint"));
        }
        return plain(name, name.equals(PHASE) ? "varchar(40)" : "bigint");
    }

    private static TestColumn plain(String name, String type) {
        return new TestColumn(name, type, List.of(), Random::toString);
    }

    /** The transactions between the markers. */
    static List<NormalTransaction> between(List<NormalTransaction> all) {
        return all.subList(place(all, START) + 1, place(all, END));
    }

    private static int place(List<NormalTransaction> all, String phase) {
        for (int i = 0; i < all.size(); i++) {
            if (isMarker(all.get(i), phase)) {
                return i;
            }
        }
        throw new IllegalStateException("no marker '" + phase + "' among " + all.size() + " transactions");
    }

    public static boolean isMarker(NormalTransaction transaction, String phase) {
        return transaction.events().stream()
                .anyMatch(event -> event.table().equals(TABLE)
                        && event.after() != null
                        && phase.equals(event.after().values().get(PHASE)));
    }
}
