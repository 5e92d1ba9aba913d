package dev.millrace.testing.script;

import java.util.List;

/**
 * A random workload, the same for the same seed, and what comes of it.
 *
 * @param before what happens before the tables are loaded; transactions are open at its end
 * @param beside what happens while they are loaded, which leaves definitions alone
 * @param behind what happens then, to the end of all transactions
 * @param transactions what the log has to tell of all this, in that order
 */
record Script(
        List<Step> before,
        List<Step> beside,
        List<Step> behind,
        List<ExpectedTransaction> transactions,
        ScriptModel end) {

    static Script generated(long seed, Traits traits) {
        return new ScriptGenerator(seed, traits).script();
    }

    /** The rows of a table when all is done, as texts in the order of these. */
    List<String> content(String table) {
        return end.content(table);
    }
}
