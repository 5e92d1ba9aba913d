package dev.millrace.source.oracle.log;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written to the large values of a row right behind its insert. Debezium tells these as they are if the pieces of each value follow one another from
 * its beginning, behind a row that names the value.
 *
 * @param table the row's; empty if what was written last is no insert
 * @param values the columns that have been written
 * @param end how much of the last of them has been written
 */
record PiecesOfInsert(String table, Set<String> values, long end) {
    static final PiecesOfInsert NONE = new PiecesOfInsert("", Set.of(), 0);

    private static final Pattern WRITE =
            Pattern.compile("(?s).*dbms_lob\\.write\\([^,]+,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,[^,]+\\);.*");
    private static final Pattern TRIM = Pattern.compile("(?s).*dbms_lob\\.trim\\([^,]+,\\s*(\\d+)\\s*\\);.*");

    static PiecesOfInsert of(String table) {
        return new PiecesOfInsert(table, Set.of(), 0);
    }

    /** The same with one more piece; empty if Debezium would tell another value than the row's. */
    Optional<PiecesOfInsert> and(int code, String redo, Optional<LocatedValue> value, String of) {
        if (!table.equals(of)) {
            return Optional.empty();
        }
        if (code == LogCodes.LOCATOR && value.isPresent()) {
            Set<String> written = new HashSet<>(values);
            return written.add(value.get().column())
                    ? Optional.of(new PiecesOfInsert(table, written, 0))
                    : Optional.empty();
        }
        return value.isPresent() || values.isEmpty() ? Optional.empty() : written(code, redo);
    }

    private Optional<PiecesOfInsert> written(int code, String redo) {
        Matcher write = WRITE.matcher(redo);
        if (code == LogCodes.LOB_WRITE && write.matches()) {
            long length = Long.parseLong(write.group(1));
            return Long.parseLong(write.group(2)) == end + 1
                    ? Optional.of(new PiecesOfInsert(table, values, end + length))
                    : Optional.empty();
        }
        Matcher trim = TRIM.matcher(redo);
        return code == LogCodes.LOB_TRIM && trim.matches() && Long.parseLong(trim.group(1)) == end
                ? Optional.of(this)
                : Optional.empty();
    }
}
