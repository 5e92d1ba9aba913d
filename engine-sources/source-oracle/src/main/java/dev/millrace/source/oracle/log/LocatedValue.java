package dev.millrace.source.oracle.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which large value a row of {@code V$LOGMNR_CONTENTS} speaks of: LogMiner selects the value's locator by the row's other columns before it writes. Some
 * servers show that as a row of its own ({@code SEL_LOB_LOCATOR}), others in front of each call of {@code DBMS_LOB}.
 *
 * @param column its column
 * @param isBinary whether it is of bytes
 * @param conditions the row's other columns as the log has them
 */
record LocatedValue(String column, boolean isBinary, List<Condition> conditions) {
    /** Nothing that is written to a value stands before it, which may look alike. */
    private static final Pattern LOCATOR =
            Pattern.compile("(?s)[^']*?\\bselect \"([^\"]+)\" into (\\w+) from \"[^\"]+\"\\.\"[^\"]+\" where (.*)");

    private static final String OF_BYTES = "loc_b";
    private static final String AND = " and ";
    private static final String END = " for update";

    /**
     * One column's.
     *
     * @param name the column's; empty if it is of none, as of the row's address
     * @param sql the whole condition
     */
    record Condition(String name, String sql) {}

    /** Empty if the statement selects no locator. */
    static Optional<LocatedValue> in(String redo) {
        Matcher locator = LOCATOR.matcher(redo);
        return locator.matches()
                ? Optional.of(new LocatedValue(
                        locator.group(1), locator.group(2).equals(OF_BYTES), conditions(locator.group(3))))
                : Optional.empty();
    }

    private static List<Condition> conditions(String where) {
        List<Condition> all = new ArrayList<>();
        int from = 0;
        while (from < where.length()) {
            int to = end(where, from);
            String sql = where.substring(from, to);
            String name = sql.startsWith("\"") ? sql.substring(1, sql.indexOf('"', 1)) : "";
            all.add(new Condition(name, sql));
            if (!where.startsWith(AND, to)) {
                break;
            }
            from = to + AND.length();
        }
        return all;
    }

    /** Where a condition ends: outside of what is quoted. */
    private static int end(String where, int from) {
        boolean isText = false;
        boolean isName = false;
        for (int i = from; i < where.length(); i++) {
            char c = where.charAt(i);
            if (c == '\'' && !isName) {
                isText = !isText;
            } else if (c == '"' && !isText) {
                isName = !isName;
            } else if (!isText && !isName && (where.startsWith(AND, i) || where.startsWith(END, i) || c == ';')) {
                return i;
            }
        }
        return where.length();
    }

    /** The conditions of some columns, with {@code and} between; empty if the log has not all of them. */
    Optional<String> where(List<String> columns) {
        List<String> found = conditions.stream()
                .filter(condition -> columns.contains(condition.name()))
                .map(Condition::sql)
                .toList();
        return found.size() == columns.size() ? Optional.of(String.join(AND, found)) : Optional.empty();
    }

    /** The conditions of all columns, with {@code and} between. */
    String where() {
        return String.join(AND, conditions.stream().map(Condition::sql).toList());
    }
}
