package dev.millrace.testing.script;

import java.util.Map;

/**
 * What the log has to tell of a committed transaction.
 *
 * @param name what its row in the journal says; {@code truncate items} for a truncation
 * @param effects the rows that are others than before, by table and key: {@code items 7} to {@code [7, new]}, or to {@code gone}; none for a truncation
 */
record ExpectedTransaction(String name, Map<String, String> effects) {
    private static final String GONE = "gone";

    /** How an effect tells that a row is there no more. */
    static String gone() {
        return GONE;
    }

    static String truncation(String table) {
        return "truncate " + table;
    }
}
